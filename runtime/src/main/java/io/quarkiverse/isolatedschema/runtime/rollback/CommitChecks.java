package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/** What a schema has that runs when a transaction commits. */
final class CommitChecks {

    private static final String CONSTRAINTS = "select 1 from pg_constraint where condeferrable and contype <> 't' limit 1";

    private static final String TRIGGERS = "select format('%I on %s', t.tgname, t.tgrelid::regclass) from pg_trigger t"
            + " where t.tgdeferrable and not t.tgisinternal and t.tgenabled <> 'D' order by 1";

    private CommitChecks() {
    }

    /** @return whether there are constraints that may be checked at a commit */
    static boolean deferrable(Connection connection) throws SQLException {
        return !Databases.query(connection, CONSTRAINTS).isEmpty();
    }

    /** @throws SQLException when the application has triggers that may run at a commit: what they do cannot be foretold */
    static void refuseTriggers(Connection connection) throws SQLException {
        List<String> triggers = Databases.query(connection, TRIGGERS);
        if (!triggers.isEmpty()) {
            throw Refusals.triggers(triggers);
        }
    }
}
