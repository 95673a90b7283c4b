package io.quarkiverse.isolatedschema.runtime.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@code ALTER DATABASE … SET} and {@code ALTER ROLE … IN DATABASE … SET} say of one database. A copy of a database
 * starts without them.
 *
 * @param settings the settings
 */
public record DatabaseSettings(List<Setting> settings) {

    /** The name of the setting that says where names without a schema are looked up. */
    public static final String SEARCH_PATH = "search_path";

    /** The settings that Postgres stores as lists of quoted names; a single literal would be taken for a single name. */
    private static final Set<String> LISTS = Set.of(SEARCH_PATH, "temp_tablespaces", "session_preload_libraries");

    private static final String READ = "select coalesce(r.rolname, ''), split_part(stored.line, '=', 1),"
            + " substr(stored.line, strpos(stored.line, '=') + 1) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase"
            + " left join pg_roles r on r.oid = s.setrole cross join (select rolsuper from pg_roles where rolname = current_user) me,"
            + " unnest(s.setconfig) stored(line) where d.datname = ? and (me.rolsuper or (s.setrole = 0 or r.rolname = current_user)"
            + " and not exists (select from pg_settings g where g.name = lower(split_part(stored.line, '=', 1))"
            + " and g.context like 'superuser%'))";

    /**
     * One setting.
     *
     * @param role the role it is for, empty for all
     * @param name its name
     * @param value its value as {@code SHOW} prints it
     */
    public record Setting(String role, String name, String value) {
    }

    /**
     * @param connection asks
     * @param database the name of the database
     * @return the settings of the database that the asking role may set
     * @throws SQLException when the server refuses
     */
    public static DatabaseSettings of(Connection connection, String database) throws SQLException {
        List<Setting> settings = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setString(1, database);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    settings.add(new Setting(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        return new DatabaseSettings(List.copyOf(settings));
    }

    /**
     * @param path a search path
     * @param roles the roles that have a search path of their own, which would win over the database's
     * @return these settings, with that search path for all and for those roles
     */
    public DatabaseSettings withSearchPath(String path, List<String> roles) {
        List<Setting> changed = new ArrayList<>(settings);
        changed.removeIf(setting -> setting.name().equals(SEARCH_PATH));
        changed.add(new Setting("", SEARCH_PATH, path));
        roles.forEach(role -> changed.add(new Setting(role, SEARCH_PATH, path)));
        return new DatabaseSettings(List.copyOf(changed));
    }

    /**
     * @param from a word in search paths
     * @param to what stands there instead
     * @return these settings with the word replaced in every search path
     */
    public DatabaseSettings renamed(String from, String to) {
        return new DatabaseSettings(settings.stream().map(setting -> setting.name().equals(SEARCH_PATH)
                ? new Setting(setting.role(), setting.name(), setting.value().replace(from, to))
                : setting).toList());
    }

    /**
     * Sets them on a database, all or none.
     *
     * @param connection asks; in auto-commit mode
     * @param database the name of the database
     * @throws SQLException when the server refuses
     */
    public void applyTo(Connection connection, String database) throws SQLException {
        if (settings.isEmpty()) {
            return;
        }
        String name = Databases.identifier(connection, database);
        StringBuilder sql = new StringBuilder("begin;");
        for (Setting setting : settings) {
            sql.append(statements(connection, name, setting));
        }
        try {
            Databases.execute(connection, sql.append("commit").toString());
        } catch (SQLException refused) {
            rollback(connection, refused);
            throw refused;
        }
    }

    /**
     * A list goes through the session. Nothing else does: the driver closes a session whose date style or encoding changes.
     */
    private static String statements(Connection connection, String database, Setting setting) throws SQLException {
        String name = Databases.identifier(connection, setting.name());
        String value = Databases.literal(connection, setting.value());
        String alter = (setting.role().isEmpty() ? "alter database " + database
                : "alter role " + Databases.identifier(connection, setting.role()) + " in database " + database) + " set "
                + name;
        return LISTS.contains(setting.name())
                ? "select set_config('" + setting.name() + "', " + value + ", true);" + alter + " from current;"
                : alter + " = " + value + ";";
    }

    private static void rollback(Connection connection, SQLException reason) {
        try {
            Databases.execute(connection, "rollback");
        } catch (SQLException gone) {
            reason.addSuppressed(gone);
        }
    }
}
