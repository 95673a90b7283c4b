package io.quarkiverse.isolatedschema.runtime.recording;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.postgresql.core.Parser;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement;
import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement.Kind;
import io.quarkiverse.isolatedschema.runtime.sql.SqlWords;

/**
 * One session of the server, as it is recorded: what its open transaction has done, and the settings it runs under. Whether
 * a transaction is open is asked of the driver, so that it does not matter who began or ended it, and how.
 */
final class RecordedSession {

    /** An application's own setting has a dot in its name. */
    private static final Pattern OWN_SETTING = Pattern.compile(
            "(?i)(?:set\\s+(?:session\\s+|local\\s+)?|set_config\\s*\\(\\s*')([a-z_]\\w*\\.[a-z_][\\w.]*)");

    private static final String CALLS_OUTSIDE_CATALOG = "select 1 from pg_proc where proname = any (?)"
            + " and provolatile = 'v' and pronamespace <> 'pg_catalog'::regnamespace limit 1";

    private final PgConnection connection;

    private final Recording recording;

    private final OpenTransaction transaction = new OpenTransaction();

    private final Set<String> ownSettings = new TreeSet<>();

    private SessionSettings settings;

    RecordedSession(PgConnection connection, Recording recording) {
        this.connection = connection;
        this.recording = recording;
    }

    /** A call of the driver. */
    interface Call {

        Object run() throws Throwable;
    }

    boolean runs() {
        return recording.runs();
    }

    List<SqlStatement> parse(String sql, boolean escapes) throws SQLException {
        boolean standardStrings = connection.getStandardConformingStrings();
        return SqlStatement.parse(Parser.replaceProcessing(sql, escapes, standardStrings), standardStrings);
    }

    SqlWords words(String sql) {
        return SqlWords.of(sql, connection.getStandardConformingStrings());
    }

    /** Runs statements by a call of the driver, and records them when it succeeds. */
    Object run(List<SqlStatement> statements, boolean batch, Call call) throws Throwable {
        TransactionState before = connection.getTransactionState();
        List<SqlStatement> resolved = resolve(statements, before);
        Object result;
        try {
            result = call.run();
        } catch (SQLException failed) {
            failed(resolved, before, batch);
            throw failed;
        }
        succeeded(resolved, before);
        return result;
    }

    /** Reads that call functions which may write become writes; the settings are read before anything changes. */
    private List<SqlStatement> resolve(List<SqlStatement> statements, TransactionState before) throws SQLException {
        if (before == TransactionState.FAILED) {
            return statements;
        }
        List<SqlStatement> resolved = new ArrayList<>();
        for (SqlStatement statement : statements) {
            boolean writes = statement.kind() == Kind.READ && callsWhatMayWrite(statement.words().called());
            resolved.add(writes ? statement.asWrite() : statement);
        }
        if (settings == null && resolved.stream().anyMatch(statement -> statement.kind() == Kind.WRITE)) {
            settings = SessionSettings.of(connection, ownSettings);
        }
        return resolved;
    }

    private boolean callsWhatMayWrite(Set<String> functions) throws SQLException {
        if (functions.isEmpty()) {
            return false;
        }
        try (PreparedStatement query = connection.prepareStatement(CALLS_OUTSIDE_CATALOG)) {
            query.setArray(1, connection.createArrayOf("text", functions.toArray()));
            return query.executeQuery().next();
        }
    }

    private void succeeded(List<SqlStatement> statements, TransactionState before) {
        Optional<SessionSettings> inForce = Optional.ofNullable(settings);
        for (SqlStatement statement : statements) {
            switch (statement.kind()) {
                case WRITE -> transaction.add(Step.of(statement, inForce));
                case UNREPLAYABLE -> transaction.add(Step.unreplayable(statement.sql(), statement.reason()));
                case SETTING -> {
                    noteSetting(statement, statements);
                    inForce = Optional.empty();
                }
                case COMMIT -> {
                    commit(recording.ticket(), before);
                    settings = null;
                }
                case ROLLBACK -> rollback();
                case SAVEPOINT -> transaction.savepoint(statement.savepoint());
                case ROLLBACK_TO -> {
                    transaction.rollbackTo(statement.savepoint());
                    settings = null;
                }
                case RELEASE -> transaction.release(statement.savepoint());
                case READ, PASSED_OVER, BEGIN -> {
                }
            }
        }
        if (statements.stream().anyMatch(SqlStatement::mayChangeSettings)) {
            settings = null;
        }
        if (connection.getTransactionState() == TransactionState.IDLE) {
            commit(recording.ticket(), TransactionState.OPEN);
        }
    }

    /** A setting between statements of one string is replayed where it stands; alone, it shows in the settings read next. */
    private void noteSetting(SqlStatement statement, List<SqlStatement> all) {
        Matcher own = OWN_SETTING.matcher(statement.sql());
        while (own.find()) {
            ownSettings.add(own.group(1));
        }
        settings = null;
        if (all.stream().anyMatch(other -> other.kind() == Kind.WRITE)) {
            transaction.add(statement.words().startsWith("set") ? inside(statement)
                    : Step.unreplayable(statement.sql(), "it changes the session between other statements of one string"));
        }
    }

    private static Step inside(SqlStatement statement) {
        return Step.setting(
                statement.sql().replaceFirst("(?i)\\bset\\s+(session\\s+(?!authorization)|local\\s+)?", "set local "));
    }

    private void failed(List<SqlStatement> statements, TransactionState before, boolean batch) {
        boolean idle = connection.getTransactionState() == TransactionState.IDLE;
        boolean ended = statements.stream().anyMatch(statement -> statement.kind() == Kind.COMMIT);
        if (idle) {
            rollback();
        }
        if (statements.size() > 1 && (ended || idle && batch && before == TransactionState.IDLE)) {
            recording.add(recording.ticket(), List.of(Step.unreplayable(statements.get(0).sql(),
                    "it failed after a part of it may have been committed")));
        }
    }

    /** What a commit does; one of a failed transaction is a rollback. */
    void commit(long ticket, TransactionState before) {
        if (before == TransactionState.FAILED) {
            rollback();
            return;
        }
        List<Step> steps = transaction.commit();
        if (!steps.isEmpty()) {
            recording.add(ticket, steps);
        }
    }

    void rollback() {
        transaction.rollback();
        settings = null;
    }

    /** Runs a method of the connection that may end a transaction. */
    Object end(boolean commits, Call call) throws Throwable {
        TransactionState before = connection.getTransactionState();
        long ticket = recording.ticket();
        Object result;
        try {
            result = call.run();
        } catch (SQLException failed) {
            if (connection.isClosed() || connection.getTransactionState() == TransactionState.IDLE) {
                rollback();
            }
            throw failed;
        }
        if (!commits) {
            rollback();
        } else if (connection.getTransactionState() == TransactionState.IDLE) {
            commit(ticket, before);
            settings = null;
        }
        return result;
    }

    void savepoint(String name) {
        transaction.savepoint(name);
    }

    void rollbackTo(String name) {
        transaction.rollbackTo(name);
        settings = null;
    }

    void release(String name) {
        transaction.release(name);
    }

    /** Adds what was done without a statement. */
    void add(Step step) {
        transaction.add(step);
        if (connection.getTransactionState() == TransactionState.IDLE) {
            commit(recording.ticket(), TransactionState.OPEN);
        }
    }

    SessionSettings settings() throws SQLException {
        if (settings == null) {
            settings = SessionSettings.of(connection, ownSettings);
        }
        return settings;
    }

    /** The question marks of a statement with parameters that are operators: those the driver leaves. */
    int operators(String prepared) throws SQLException {
        return words(connection.nativeSQL(prepared)).questionMarks();
    }
}
