package org.acme.leaks.probes;

import static org.acme.leaks.probes.SqlProbe.found;

import java.util.List;
import java.util.Optional;

/** What a session of Postgres holds, and keeps while its connection is in the pool. */
public enum SessionProbe implements Probe {

    SETTING("set planted.setting = 'yes'", setting("planted.setting", "yes")),

    SEARCH_PATH("select set_config('search_path', current_setting('search_path') || ', planted_path', false)",
            "select current_setting('search_path') where current_setting('search_path') like '%planted_path%'"),

    TIME_ZONE("set timezone = 'Asia/Tokyo'", setting("timezone", "Asia/Tokyo")),

    ISOLATION_LEVEL("set session characteristics as transaction isolation level repeatable read",
            setting("default_transaction_isolation", "repeatable read")),

    TRIGGERS_OFF("set session_replication_role = replica", setting("session_replication_role", "replica")),

    ROLE_SET("create role planted_superuser superuser; set role planted_superuser",
            "select current_user where current_user <> session_user"),

    TEMPORARY_TABLE("create temporary table planted_temporary (note text)",
            "select relname from pg_class where oid = to_regclass('pg_temp.planted_temporary')"),

    CURSOR("begin; declare planted cursor with hold for select 1; commit",
            "select name from pg_cursors where name = 'planted'"),

    PREPARED_STATEMENT("prepare planted as select 1",
            "select name from pg_prepared_statements where name = 'planted'"),

    LISTENER("listen planted", "select channel from pg_listening_channels() channel where channel = 'planted'"),

    ADVISORY_LOCK("select pg_advisory_lock(471100)",
            "select pid from pg_locks where locktype = 'advisory' and objid = 471100 and pid = pg_backend_pid()");

    private final String planting;

    private final String looking;

    SessionProbe(String planting, String looking) {
        this.planting = planting;
        this.looking = looking;
    }

    @Override
    public Reach reach() {
        return Reach.CONNECTION;
    }

    @Override
    public void plant() throws Exception {
        Application.execute(planting);
    }

    @Override
    public Optional<String> look() throws Exception {
        List<String> answers = Application.everyConnection(connection -> Application.query(connection, looking));
        return found(answers);
    }

    private static String setting(String name, String value) {
        return "select '%1$s' where current_setting('%1$s', true) = '%2$s'".formatted(name, value);
    }
}
