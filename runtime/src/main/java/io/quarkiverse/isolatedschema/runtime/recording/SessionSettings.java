package io.quarkiverse.isolatedschema.runtime.recording;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The settings of a session that decide what a statement does.
 *
 * @param values name and value as {@code SHOW} prints it; null for one that is not set
 */
record SessionSettings(Map<String, String> values) {

    private static final String ROLE = "role";

    private static final String SEARCH_PATH = "search_path";

    private static final List<String> NAMES = List.of(SEARCH_PATH, ROLE, "check_function_bodies", "timezone", "datestyle",
            "intervalstyle", "standard_conforming_strings", "backslash_quote", "array_nulls", "transform_null_equals",
            "xmloption",
            "default_text_search_config", "default_tablespace", "default_table_access_method", "default_with_oids",
            "default_toast_compression", "session_replication_role", "row_security", "lc_monetary", "lc_numeric", "lc_time");

    /** A role that is the session's own says no more than none does. */
    private static final String READ = "select name, case when name = 'role' and current_setting(name) = session_user then 'none'"
            + " else current_setting(name, true) end from unnest(?::text[]) name";

    /**
     * @param connection asks
     * @param own the names of the application's own settings to read, too
     */
    static SessionSettings of(Connection connection, Set<String> own) throws SQLException {
        List<String> names = new ArrayList<>(NAMES);
        names.addAll(own);
        Map<String, String> values = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    values.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return new SessionSettings(values);
    }

    /**
     * The statements that make these settings of others, for the rest of a transaction. The role is given up first and taken
     * last, since another role may not be allowed the rest.
     *
     * @param current the settings in force
     */
    List<String> from(SessionSettings current) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.entrySet()
                .removeIf(entry -> entry.getValue() == null || entry.getValue().equals(current.values.get(entry.getKey())));
        List<String> statements = new ArrayList<>();
        String role = changed.remove(ROLE);
        if (role != null) {
            statements.add("set local role none");
        }
        changed.forEach((name, value) -> statements.add(set(name, value)));
        if (role != null && !role.equals("none")) {
            statements.add(set(ROLE, role));
        }
        return statements;
    }

    /** A search path is printed as a list of quoted names already. */
    private static String set(String name, String value) {
        boolean list = name.equals(SEARCH_PATH) && !value.isBlank();
        return "set local " + name + " to " + (list ? value : "'" + value.replace("'", "''") + "'");
    }

    /** These with every value changed. */
    SessionSettings renamed(UnaryOperator<String> rename) {
        Map<String, String> renamed = new TreeMap<>();
        values.forEach((name, value) -> renamed.put(name, value == null ? null : rename.apply(value)));
        return new SessionSettings(renamed);
    }
}
