package io.quarkiverse.isolatedschema.runtime.recording;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.postgresql.PGConnection;

/** Sends statements in few round trips, and knows which one failed. */
final class Replay implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final Connection connection;

    private final UnaryOperator<String> rename;

    private final Statement statement;

    private final List<String> batch = new ArrayList<>();

    /** The settings in force, as they were recorded. */
    private SessionSettings recorded;

    /** The settings in force; null when they are not known. */
    private SessionSettings current;

    /**
     * @param connection runs them, in a transaction
     * @param settings those in force
     * @param rename puts the schema's name into a recorded text
     */
    Replay(Connection connection, SessionSettings settings, UnaryOperator<String> rename) throws SQLException {
        this.connection = connection;
        this.rename = rename;
        this.current = settings;
        this.statement = connection.createStatement();
        statement.setEscapeProcessing(false);
    }

    void run(Step step) throws SQLException {
        if (step.settings().isPresent()) {
            use(step.settings().get());
        } else {
            recorded = null;
            current = null;
        }
        String sql = rename.apply(step.sql());
        if (step.copied() != null) {
            copy(sql, step.copied());
        } else if (step.rows()) {
            runWithRows(sql);
        } else {
            run(sql);
        }
    }

    private void use(SessionSettings settings) throws SQLException {
        if (settings != recorded) {
            restore(settings.renamed(rename));
            recorded = settings;
        }
    }

    /** Makes settings those in force, which are read again where a statement has changed them. */
    void restore(SessionSettings settings) throws SQLException {
        if (current == null) {
            flush();
            current = SessionSettings.of(connection, settings.values().keySet());
        }
        batch.addAll(settings.from(current));
        current = settings;
        recorded = null;
    }

    void run(String sql) {
        batch.add(sql);
    }

    void runWithRows(String sql) throws SQLException {
        flush();
        try {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw named(sql, failed);
        }
    }

    private void copy(String sql, byte[] data) throws SQLException {
        flush();
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, new ByteArrayInputStream(data));
        } catch (SQLException failed) {
            throw named(sql, failed);
        } catch (IOException failed) {
            throw named(sql, new SQLException(failed));
        }
    }

    /** Sends what waits. */
    void flush() throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        for (String sql : batch) {
            statement.addBatch(sql);
        }
        try {
            statement.executeBatch();
        } catch (BatchUpdateException failed) {
            throw named(batch.get(firstFailed(failed)), failed.getNextException() == null ? failed : failed.getNextException());
        }
        batch.clear();
    }

    /** The driver counts nothing as done inside a transaction, but its message has the number, in every language. */
    private int firstFailed(BatchUpdateException failed) {
        Matcher number = NUMBER.matcher(failed.getMessage());
        return number.find() ? Math.min(Integer.parseInt(number.group()), batch.size() - 1) : 0;
    }

    private static SQLException named(String sql, SQLException failed) {
        return new SQLException("Replaying " + Step.beginning(sql) + " failed: " + failed.getMessage(), failed.getSQLState(),
                failed);
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
