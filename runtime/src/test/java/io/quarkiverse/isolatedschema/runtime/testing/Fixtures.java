package io.quarkiverse.isolatedschema.runtime.testing;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureLoader;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;

/** Loads test data without a class path and beans. */
public final class Fixtures {

    /** For applications of which no test wants any. */
    public static final FixtureLoader NONE = (set, opening) -> {
        throw new UnsupportedOperationException("Nobody wants " + set);
    };

    /** For applications whose scripts hold one statement, which is their name. */
    public static final FixtureLoader STATEMENTS = (set, opening) -> {
        try (Connection connection = opening.open()) {
            for (FixtureSet.Step step : set.steps()) {
                for (String script : step.scripts()) {
                    execute(connection, script);
                }
            }
        } catch (SQLException failed) {
            throw new IsolationException("Script: " + failed.getMessage(), failed);
        }
    };

    private Fixtures() {
    }

    /** Such a script. */
    public static FixtureSet of(String statement) {
        return FixtureSet.of(List.of(statement), List.of());
    }
}
