package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.SQLException;

/** Says that a wipe cannot undo what was done, and why. All that it has done is rolled back then. */
final class NotRestored extends SQLException {

    private static final long serialVersionUID = 1L;

    NotRestored(String reason) {
        super(reason);
    }
}
