package io.quarkiverse.isolatedschema.runtime.provision;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How leases are made. */
public enum Provisioning {

    /** By {@code database-clone} where databases may be created, else by {@code replay}, else by {@code migrate}. */
    AUTO,

    /** As copies of a database made for the run. */
    DATABASE_CLONE,

    /** As schemas in the database that the URL names, by the SQL that built the one the application booted in. */
    REPLAY,

    /** As schemas in the database that the URL names, by the application's own Flyway migrations. */
    MIGRATE;

    /** @return whether everything happens in the database that the URL names, whatever that database allows */
    public boolean inGivenDatabase() {
        return this == REPLAY || this == MIGRATE;
    }

    /**
     * @param text the value of the property
     * @return what it means, or empty when it means nothing
     */
    public static Optional<Provisioning> parse(String text) {
        return Stream.of(values()).filter(value -> value.toString().equals(text.trim().toLowerCase(Locale.ROOT))
                || value.name().equals(text.trim())).findFirst();
    }

    /** @return the value of the property */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
