package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;

/** Something in the cache is not what was put there: it has to be made anew. */
final class DamagedException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * @param what is wrong, and where
     * @param cause why that is so, null if there is nothing more to know
     */
    DamagedException(String what, Throwable cause) {
        super(what, cause);
    }
}
