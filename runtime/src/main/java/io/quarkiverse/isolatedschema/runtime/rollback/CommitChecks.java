package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.quarkiverse.isolatedschema.runtime.reset.WipeScope;

/**
 * What the schemas have that is put off until a transaction commits: constraints that are checked then, and constraint
 * triggers. Constraint triggers are constraints, too.
 */
final class CommitChecks {

    private static final String DEFERRABLE = "select count(*) > 0, string_agg(distinct format('%%I.%%I', n.nspname, c.conname), ', ')"
            + " filter (where c.condeferred) from pg_constraint c join pg_namespace n on n.oid = c.connamespace"
            + " where c.condeferrable and c.connamespace in (%s)";

    private final WipeScope scope;

    private String commit;

    CommitChecks(WipeScope scope) {
        this.scope = scope;
    }

    /**
     * Looks at what is there now.
     *
     * @param connection asks
     * @throws SQLException when the server refuses
     */
    void read(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DEFERRABLE.formatted(scope.schemas(connection)));
                ResultSet row = query.executeQuery()) {
            row.next();
            String deferred = row.getString(2);
            commit = !row.getBoolean(1) ? ""
                    : "set constraints all immediate" + (deferred == null ? "" : "; set constraints " + deferred + " deferred");
        }
    }

    /** Whether it was ever looked. */
    boolean known() {
        return commit != null;
    }

    /** Whether anything is put off. */
    boolean any() {
        return !commit.isEmpty();
    }

    /** Statements that do what was put off, and put off what comes then as at the beginning of a transaction. */
    String commit() {
        return commit;
    }
}
