package org.acme.leaks.probes;

import java.sql.SQLException;

/** What all databases of a server share: nothing isolates it. */
public enum ServerProbe implements SqlProbe {

    ROLE("create role planted", "select rolname from pg_roles where rolname = 'planted'"),

    ROLE_SETTING("do $$ begin execute format('alter role %I set planted.everywhere = ''yes''', current_user); end $$",
            "select setting from pg_db_role_setting, unnest(setconfig) setting where setdatabase = 0"
                    + " and setting = 'planted.everywhere=yes'"),

    SERVER_SETTING("alter system set log_temp_files = '4711kB'",
            "select name from pg_file_settings where name = 'log_temp_files' and setting = '4711kB'"),

    SERVER_SETTING_GRANT("grant set on parameter log_temp_files to pg_monitor",
            "select parname from pg_parameter_acl where parname = 'log_temp_files'"),

    TABLESPACE("set allow_in_place_tablespaces = on", "select spcname from pg_tablespace where spcname = 'planted'") {
        @Override
        public void plant() throws SQLException {
            try (var connection = Application.connection()) {
                Application.execute(connection, planting());
                Application.execute(connection, "create tablespace planted location ''");
            }
        }
    },

    ANOTHER_DATABASE("create database planted", "select datname from pg_database where datname = 'planted'"),

    REPLICATION_SLOT("select pg_create_physical_replication_slot('planted')",
            "select slot_name from pg_replication_slots where slot_name = 'planted'"),

    PREPARED_TRANSACTION_NAME("begin; prepare transaction 'planted_name'",
            "select gid from pg_prepared_xacts where gid = 'planted_name'");

    private final String planting;

    private final String looking;

    ServerProbe(String planting, String looking) {
        this.planting = planting;
        this.looking = looking;
    }

    @Override
    public Reach reach() {
        return Reach.SERVER;
    }

    @Override
    public String planting() {
        return planting;
    }

    @Override
    public String looking() {
        return looking;
    }
}
