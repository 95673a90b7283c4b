package io.quarkiverse.isolatedschema;

/**
 * Every failure of this extension that a user can meet. Its message says what happened, why, and which property or
 * action mends it; the original failure, if there is one, is the cause.
 */
public class IsolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure found by the extension itself.
     *
     * @param message what happened, why, and what mends it
     */
    public IsolationException(String message) {
        super(message);
    }

    /**
     * A failure of something the extension used.
     *
     * @param message what happened, why, and what mends it
     * @param cause the original failure
     */
    public IsolationException(String message, Throwable cause) {
        super(message, cause);
    }
}
