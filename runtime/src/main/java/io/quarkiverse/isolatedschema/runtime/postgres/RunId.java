package io.quarkiverse.isolatedschema.runtime.postgres;

import java.security.SecureRandom;

/**
 * The identity of one application start.
 *
 * @param key the key of the advisory lock that proves the run alive; random over 64 bits and never used again
 */
public record RunId(long key) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** @return a new identity */
    public static RunId random() {
        return new RunId(RANDOM.nextLong());
    }

    /**
     * Reads an identity back from its text.
     *
     * @param text 16 hexadecimal digits
     * @return the identity
     * @throws NumberFormatException when the text is something else
     */
    public static RunId parse(String text) {
        return new RunId(Long.parseUnsignedLong(text, 16));
    }

    /** @return 16 hexadecimal digits, lower case */
    @Override
    public String toString() {
        return "%016x".formatted(key);
    }
}
