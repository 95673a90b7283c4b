package org.acme.leaks.probes;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A probe whose two sides are SQL. */
interface SqlProbe extends Probe {

    /** Statements that leave something behind. */
    String planting();

    /** A query, each row of which is something left behind. */
    String looking();

    @Override
    default void plant() throws SQLException {
        Application.execute(planting());
    }

    @Override
    default Optional<String> look() throws SQLException {
        return found(Application.query(looking()));
    }

    static Optional<String> found(List<String> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", rows));
    }
}
