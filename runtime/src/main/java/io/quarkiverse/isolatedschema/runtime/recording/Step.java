package io.quarkiverse.isolatedschema.runtime.recording;

import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement;

/**
 * One statement that was recorded.
 *
 * @param sql the statement, with its parameters as literals
 * @param settings the settings it ran under; empty where they are what the statement before it in the same string left
 * @param rows whether it may give rows
 * @param copied what was sent to a {@code COPY … FROM STDIN}, else null
 * @param obstacle why it cannot be replayed, else null
 */
record Step(String sql, Optional<SessionSettings> settings, boolean rows, byte[] copied, String obstacle) {

    private static final int BEGINNING = 80;

    static Step of(SqlStatement statement, Optional<SessionSettings> settings) {
        return new Step(statement.sql(), settings, statement.givesRows(), null, null);
    }

    static Step copy(String sql, SessionSettings settings, byte[] data) {
        return new Step(sql, Optional.of(settings), false, data, null);
    }

    /** A setting that is replayed where it stands. */
    static Step setting(String sql) {
        return new Step(sql, Optional.empty(), false, null, null);
    }

    static Step unreplayable(String sql, String reason) {
        return new Step(sql, Optional.empty(), false, null, reason);
    }

    /** The beginning of a statement, for people. */
    static String beginning(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return "'" + (line.length() > BEGINNING ? line.substring(0, BEGINNING) + "…" : line) + "'";
    }
}
