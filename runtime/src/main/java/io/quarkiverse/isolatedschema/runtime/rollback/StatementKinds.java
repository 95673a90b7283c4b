package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.postgresql.core.Parser;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement;
import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement.Kind;

/** Tells statements that write from those that only read; remembers the SQL it has seen. One thread at a time. */
final class StatementKinds {

    private static final int REMEMBERED = 1000;

    private static final Set<Kind> TRANSACTION = Set.of(Kind.BEGIN, Kind.COMMIT, Kind.ROLLBACK);

    private static final String MAY_WRITE = "select 1 from pg_proc where proname = any (?)"
            + " and provolatile = 'v' and pronamespace <> 'pg_catalog'::regnamespace limit 1";

    private final PgConnection connection;

    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    StatementKinds(PgConnection connection) {
        this.connection = connection;
    }

    /**
     * @param sql one or more statements
     * @return whether one of them may write
     * @throws SQLException when one of them begins or ends a transaction
     */
    boolean writes(String sql) throws SQLException {
        Boolean known = seen.get(sql);
        if (known != null) {
            return known;
        }
        if (connection.getTransactionState() == TransactionState.FAILED) {
            return true;
        }
        boolean writes = judge(sql);
        seen.put(sql, writes);
        return writes;
    }

    private boolean judge(String sql) throws SQLException {
        boolean standardStrings = connection.getStandardConformingStrings();
        List<SqlStatement> statements = SqlStatement.parse(Parser.replaceProcessing(sql, true, standardStrings),
                standardStrings);
        boolean writes = false;
        for (SqlStatement statement : statements) {
            if (TRANSACTION.contains(statement.kind()) || statement.words().startsWith("prepare transaction")
                    || statement.words().word(1).equals("prepared")) {
                throw Refusals.transactionBySql(statement.sql());
            }
            writes |= switch (statement.kind()) {
                case READ -> mayWrite(statement.words().called()) || statement.words().contains("update", "share");
                case PASSED_OVER -> statement.words().startsWith("lock");
                default -> true;
            };
        }
        return writes;
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
