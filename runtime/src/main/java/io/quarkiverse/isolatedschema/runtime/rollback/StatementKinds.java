package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.postgresql.core.Parser;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement;
import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement.Kind;
import io.quarkiverse.isolatedschema.runtime.sql.SqlWords;

/** Tells what statements may do; remembers the SQL it has seen. One thread at a time. */
final class StatementKinds {

    private static final int REMEMBERED = 1000;

    private static final Set<Kind> TRANSACTION = Set.of(Kind.BEGIN, Kind.COMMIT, Kind.ROLLBACK);

    /** The driver sets no savepoint before these, nor before what sets the kind of a transaction. */
    private static final Set<Kind> SAVEPOINTS = Set.of(Kind.SAVEPOINT, Kind.RELEASE, Kind.ROLLBACK_TO);

    /** Words that begin statements which change nothing that a rollback would have to undo. */
    private static final Set<String> HARMLESS = Set.of("show", "fetch", "move", "close", "declare", "notify", "unlisten",
            "explain", "copy", "checkpoint", "load");

    /** Words that begin statements after which the server's sessions know nothing that a rollback does not take back. */
    private static final Set<String> UNDONE = Set.of("insert", "update", "delete", "merge", "copy", "truncate", "select",
            "values", "table", "with", "call", "lock", "set", "reset", "discard", "show", "fetch", "move", "close", "declare",
            "notify", "unlisten", "explain", "checkpoint", "savepoint", "release", "rollback", "analyze", "refresh", "grant",
            "revoke", "comment", "execute");

    private static final String MAY_WRITE = "select 1 from pg_proc where proname = any (?)"
            + " and provolatile = 'v' and pronamespace <> 'pg_catalog'::regnamespace limit 1";

    private final PgConnection connection;

    private final Map<String, Effect> seen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Effect> eldest) {
            return size() > REMEMBERED;
        }
    };

    private boolean defined;

    StatementKinds(PgConnection connection) {
        this.connection = connection;
    }

    /** Whether a statement has defined something since the connection was opened. */
    boolean defined() {
        return defined;
    }

    /**
     * @param sql one or more statements
     * @return what they may do
     * @throws SQLException when one of them cannot work in the transaction of a method
     */
    Effect of(String sql) throws SQLException {
        Effect known = seen.get(sql);
        if (known != null) {
            return known;
        }
        List<SqlStatement> statements = parsed(sql);
        for (SqlStatement statement : statements) {
            refuse(statement);
        }
        if (connection.getTransactionState() == TransactionState.FAILED) {
            return Effect.WRITES;
        }
        return remembered(sql, judge(statements));
    }

    private Effect remembered(String sql, Effect effect) {
        if (effect.defines()) {
            // There may be other functions afterwards.
            seen.clear();
            defined = true;
        } else {
            seen.put(sql, effect);
        }
        return effect;
    }

    private List<SqlStatement> parsed(String sql) throws SQLException {
        boolean standardStrings = connection.getStandardConformingStrings();
        return SqlStatement.parse(Parser.replaceProcessing(sql, true, standardStrings), standardStrings);
    }

    private static void refuse(SqlStatement statement) throws SQLException {
        SqlWords words = statement.words();
        if (TRANSACTION.contains(statement.kind()) || words.startsWith("prepare transaction")
                || words.startsWith("commit prepared") || words.startsWith("rollback prepared")) {
            throw Refusals.transactionBySql(statement.sql());
        }
        if (words.word(0).equals("listen")) {
            throw Refusals.listen(statement.sql());
        }
    }

    private Effect judge(List<SqlStatement> statements) throws SQLException {
        boolean writes = false;
        boolean defines = false;
        boolean opaque = false;
        List<String> local = new ArrayList<>();
        for (SqlStatement statement : statements) {
            writes |= writes(statement);
            defines |= defines(statement);
            opaque |= SAVEPOINTS.contains(statement.kind()) || statement.words().startsWith("set transaction")
                    || statement.words().startsWith("set session characteristics");
            local.addAll(LocalSettings.changedBy(statement));
        }
        return new Effect(writes, defines, opaque, List.copyOf(local));
    }

    private boolean writes(SqlStatement statement) throws SQLException {
        SqlWords words = statement.words();
        return switch (statement.kind()) {
            case READ -> mayWrite(words.called()) || words.contains("update", "share");
            case PASSED_OVER -> !HARMLESS.contains(words.word(0));
            default -> true;
        };
    }

    private static boolean defines(SqlStatement statement) {
        SqlWords words = statement.words();
        return !UNDONE.contains(words.word(0)) || words.word(0).equals("select") && words.contains("into");
    }

    private boolean mayWrite(Set<String> functions) throws SQLException {
        if (functions.isEmpty()) {
            return false;
        }
        try (PreparedStatement query = connection.prepareStatement(MAY_WRITE)) {
            query.setArray(1, connection.createArrayOf("text", functions.toArray()));
            return query.executeQuery().next();
        }
    }
}
