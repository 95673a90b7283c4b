package io.quarkiverse.isolatedschema.runtime.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code ALTER DATABASE … SET} and {@code ALTER ROLE … IN DATABASE … SET} say of one database. A copy of a database
 * starts without them.
 *
 * @param settings the settings
 */
public record DatabaseSettings(List<Setting> settings) {

    /** The name of the setting that says where names without a schema are looked up. */
    public static final String SEARCH_PATH = "search_path";

    private static final String READ = "select coalesce(r.rolname, ''), split_part(setting, '=', 1),"
            + " substr(setting, strpos(setting, '=') + 1) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase"
            + " left join pg_roles r on r.oid = s.setrole, unnest(s.setconfig) setting where d.datname = ?"
            + " and (s.setrole = 0 or r.rolname = current_user or (select rolsuper from pg_roles where rolname = current_user))";

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
     * Sets them on a database.
     * <p>
     * The value goes through the session ({@code FROM CURRENT}), because a list such as a search path can't be written
     * as one literal.
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
            sql.append("select set_config(%s, %s, true);".formatted(Databases.literal(connection, setting.name()),
                    Databases.literal(connection, setting.value())));
            sql.append(setting.role().isEmpty() ? "alter database " + name
                    : "alter role " + Databases.identifier(connection, setting.role()) + " in database " + name);
            sql.append(" set ").append(Databases.identifier(connection, setting.name())).append(" from current;");
        }
        Databases.execute(connection, sql.append("commit").toString());
    }
}
