package io.quarkiverse.isolatedschema.runtime.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import org.postgresql.core.Parser;

/**
 * One statement, and what it means for a recording.
 *
 * @param sql the statement, alone
 * @param words its words
 * @param kind what it does
 * @param reason why it cannot be replayed if it changes anything, else null
 */
public record SqlStatement(String sql, SqlWords words, Kind kind, String reason) {

    /** What a statement does to a recording. */
    public enum Kind {
        /** Changes something: replayed. */
        WRITE,
        /** Changes nothing, unless it calls a function that does. */
        READ,
        /** Changes nothing that belongs to a schema. */
        PASSED_OVER,
        /** Changes the session. */
        SETTING,
        BEGIN,
        COMMIT,
        ROLLBACK,
        SAVEPOINT,
        ROLLBACK_TO,
        RELEASE,
        /** Changes something and cannot be replayed. */
        UNREPLAYABLE
    }

    public static final String NOT_IN_TRANSACTION = "it cannot run inside a transaction";

    public static final String LARGE_OBJECTS = "large objects belong to the database, not to a schema";

    private static final String TWO_PHASE = "a prepared transaction is not bound to one session";

    private static final String OTHER_SCHEMAS = "it reaches beyond its schema";

    private static final Set<String> READING = Set.of("select", "values", "table", "with");

    private static final Set<String> PASSING = Set.of("show", "fetch", "move", "close", "declare", "listen", "unlisten",
            "notify",
            "lock", "checkpoint", "load", "deallocate");

    /** Belongs to the database or the server, where it still is when a script is replayed. */
    private static final List<String> OUTSIDE = List.of("extension", "role", "user", "group", "server", "language",
            "trusted language", "procedural language", "foreign data wrapper", "database", "publication", "event trigger",
            "access method",
            "or replace language", "or replace trusted language");

    private static final List<String> DATABASE_WIDE = List.of("database", "tablespace", "subscription", "system");

    private static final Set<String> DEFINING = Set.of("create", "alter", "drop");

    /**
     * Takes a string apart.
     *
     * @param sql one or more statements, without JDBC escapes
     * @param standardStrings whether a backslash in a literal is just that
     */
    public static List<SqlStatement> parse(String sql, boolean standardStrings) throws SQLException {
        return Parser.parseJdbcSql(sql, standardStrings, false, true, false, false).stream()
                .map(query -> of(query.nativeSql, standardStrings)).filter(statement -> !statement.words.words().isEmpty())
                .toList();
    }

    private static SqlStatement of(String sql, boolean standardStrings) {
        SqlWords words = SqlWords.of(sql, standardStrings);
        String reason = unreplayable(words);
        return new SqlStatement(sql.strip(), words, reason != null ? Kind.UNREPLAYABLE : kind(words), reason);
    }

    /** This as one that changes something. */
    public SqlStatement asWrite() {
        return new SqlStatement(sql, words, reason == null ? Kind.WRITE : Kind.UNREPLAYABLE, reason);
    }

    /** This as one that cannot be replayed, should it change anything. */
    public SqlStatement unprintable(String why) {
        return new SqlStatement(sql, words, kind == Kind.WRITE ? Kind.UNREPLAYABLE : kind, why);
    }

    private static Kind kind(SqlWords words) {
        String first = words.word(0);
        if (READING.contains(first)) {
            return reading(words);
        }
        if (PASSING.contains(first)) {
            return Kind.PASSED_OVER;
        }
        return switch (first) {
            case "begin", "start" -> Kind.BEGIN;
            case "commit", "end" -> Kind.COMMIT;
            case "rollback", "abort" -> words.contains("to") ? Kind.ROLLBACK_TO : Kind.ROLLBACK;
            case "savepoint" -> Kind.SAVEPOINT;
            case "release" -> Kind.RELEASE;
            case "set" -> setting(words);
            case "reset", "discard" -> Kind.SETTING;
            case "explain" -> words.contains("analyze", "analyse") ? Kind.WRITE : Kind.PASSED_OVER;
            case "copy" -> words.contains("to") && !words.contains("from") ? Kind.PASSED_OVER : Kind.WRITE;
            default -> outside(words) ? Kind.PASSED_OVER : Kind.WRITE;
        };
    }

    private static Kind reading(SqlWords words) {
        if (words.called().contains("set_config")) {
            return Kind.SETTING;
        }
        boolean changes = words.word(0).equals("with") && words.contains("insert", "delete", "merge", "set");
        boolean moves = words.called().contains("nextval") || words.called().contains("setval");
        return changes || moves || words.contains("into") ? Kind.WRITE : Kind.READ;
    }

    private static Kind setting(SqlWords words) {
        if (words.word(1).equals("constraints")) {
            return Kind.WRITE;
        }
        return words.word(1).equals("transaction") || words.startsWith("set session characteristics") ? Kind.PASSED_OVER
                : Kind.SETTING;
    }

    private static boolean outside(SqlWords words) {
        return DEFINING.contains(words.word(0))
                && OUTSIDE.stream().anyMatch(kind -> words.startsWith(words.word(0) + " " + kind));
    }

    private static String unreplayable(SqlWords words) {
        String first = words.word(0);
        if (words.called().stream().anyMatch(name -> name.matches("lo_\\w+|lowrite"))) {
            return LARGE_OBJECTS;
        }
        return switch (first) {
            case "vacuum" -> NOT_IN_TRANSACTION;
            case "create", "alter", "drop" -> defining(words);
            case "reindex" -> words.contains("concurrently", "database", "system", "schema") ? NOT_IN_TRANSACTION : null;
            case "cluster" -> words.words().size() == 1 ? NOT_IN_TRANSACTION : null;
            case "prepare" -> words.word(1).equals("transaction") ? TWO_PHASE
                    : "statements prepared by SQL belong to one session";
            case "execute" -> "statements prepared by SQL belong to one session";
            case "commit", "rollback" -> words.word(1).equals("prepared") ? TWO_PHASE : null;
            case "reassign" -> OTHER_SCHEMAS;
            default -> null;
        };
    }

    private static String defining(SqlWords words) {
        boolean databaseWide = DATABASE_WIDE.contains(words.word(1)) && !words.startsWith("alter database");
        if (databaseWide || words.contains("concurrently")) {
            return NOT_IN_TRANSACTION;
        }
        return words.startsWith("drop owned") || words.startsWith("drop schema") || words.startsWith("alter schema")
                ? OTHER_SCHEMAS
                : null;
    }

    /** The name that a savepoint statement ends in. */
    public String savepoint() {
        return words.word(words.words().size() - 1);
    }

    /** Whether the session may have other settings after it. */
    public boolean mayChangeSettings() {
        return kind == Kind.SETTING
                || kind == Kind.WRITE && (READING.contains(words.word(0)) || List.of("do", "call").contains(words.word(0)));
    }

    /** Whether it may give rows, which a batch does not take. */
    public boolean givesRows() {
        return READING.contains(words.word(0)) || List.of("explain", "call").contains(words.word(0))
                || words.contains("returning");
    }
}
