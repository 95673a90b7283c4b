package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.postgresql.jdbc.PgConnection;

import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement;

/**
 * The settings that the application changed for one of its transactions. The server would keep them to the end of the
 * method: a savepoint that is released leaves them to the transaction around it.
 */
final class LocalSettings {

    private static final Pattern SET_LOCAL = Pattern.compile("(?is)^set\\s+local\\s+(\"[^\"]+\"|[\\w.]+)");

    /** The names that a setting has in SQL where it is not its own. */
    private static final Map<String, String> NAMES = Map.of("time", "timezone", "session", "session_authorization");

    private static final Pattern FUNCTION = Pattern.compile("(?i)\\bset_config\\s*\\(");

    private static final Pattern NAME = Pattern.compile("(?s)^\\s*'([^']+)'");

    private static final Pattern FOR_THE_SESSION = Pattern.compile("(?is),\\s*(?:false|'f(?:alse)?')\\s*\\)");

    private static final String VALUE = "select current_setting(?, true)";

    private static final String RESTORE = "select set_config(?, ?, true)";

    private final PgConnection connection;

    private final Map<String, String> before = new LinkedHashMap<>();

    LocalSettings(PgConnection connection) {
        this.connection = connection;
    }

    /**
     * @param statement any statement
     * @return the names of the settings that it changes for a transaction only
     * @throws SQLException when it does not tell which
     */
    static List<String> changedBy(SqlStatement statement) throws SQLException {
        if (statement.words().startsWith("set local")) {
            Matcher local = SET_LOCAL.matcher(statement.sql());
            String name = local.find() ? local.group(1).replace("\"", "") : statement.words().word(2);
            return List.of(NAMES.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), name));
        }
        if (!statement.words().called().contains("set_config")) {
            return List.of();
        }
        List<String> calls = Stream.of(FUNCTION.split(statement.sql())).skip(1)
                .filter(call -> !FOR_THE_SESSION.matcher(call).find()).toList();
        if (!calls.stream().allMatch(call -> NAME.matcher(call).find())) {
            throw Refusals.settingWithoutName(statement.sql());
        }
        return calls.stream().map(call -> NAME.matcher(call).results().findFirst().orElseThrow().group(1)).toList();
    }

    /** Keeps the values of settings that are about to change. */
    void keep(List<String> names) throws SQLException {
        for (String name : names) {
            if (before.containsKey(name)) {
                continue;
            }
            try (PreparedStatement query = connection.prepareStatement(VALUE)) {
                query.setString(1, name);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    before.put(name, row.getString(1));
                }
            }
        }
    }

    /** Gives them back the values that they had. One that was not there has none, as after any transaction. */
    void restore() throws SQLException {
        for (Map.Entry<String, String> setting : before.entrySet()) {
            try (PreparedStatement statement = connection.prepareStatement(RESTORE)) {
                statement.setString(1, setting.getKey());
                statement.setString(2, setting.getValue() == null ? "" : setting.getValue());
                statement.execute();
            }
        }
        forget();
    }

    /** They are as they were. */
    void forget() {
        before.clear();
    }
}
