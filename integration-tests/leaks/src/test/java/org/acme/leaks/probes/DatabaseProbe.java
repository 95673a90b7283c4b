package org.acme.leaks.probes;

/** What a database holds beside its schemas. */
public enum DatabaseProbe implements SqlProbe {

    SCHEMA("create schema planted", "select nspname from pg_namespace where nspname = 'planted'"),

    TABLE_OF_ANOTHER_SCHEMA("create table public.planted_in_public (note text)",
            "select relname from pg_class where oid = to_regclass('public.planted_in_public')"),

    EXTENSION("create extension citext", "select extname from pg_extension where extname = 'citext'"),

    LARGE_OBJECT("select lo_create(471100)", "select oid from pg_largeobject_metadata where oid = 471100"),

    DATABASE_SETTING("do $$ begin execute format('alter database %I set planted.database = ''yes''',"
            + " current_database()); end $$",
            settings("setrole = 0 and setting = 'planted.database=yes'")),

    ROLE_SETTING_IN_DATABASE("do $$ begin execute format('alter role %I in database %I set planted.role = ''yes''',"
            + " current_user, current_database()); end $$",
            settings("setrole <> 0 and setting = 'planted.role=yes'")),

    DATABASE_GRANT("do $$ begin execute format('grant create on database %I to pg_monitor', current_database()); end $$",
            "select privilege_type from pg_database, aclexplode(datacl) where datname = current_database()"
                    + " and grantee = 'pg_monitor'::regrole"),

    DATABASE_COMMENT("do $$ begin execute format('comment on database %I is ''planted''', current_database()); end $$",
            "select datname from pg_database where datname = current_database()"
                    + " and shobj_description(oid, 'pg_database') = 'planted'"),

    DEFAULT_PRIVILEGES("alter default privileges grant select on tables to public",
            "select defaclacl::text from pg_default_acl where defaclnamespace = 0"),

    PUBLICATION("create publication planted", "select pubname from pg_publication where pubname = 'planted'"),

    SUBSCRIPTION("create subscription planted connection 'dbname=nowhere' publication planted"
            + " with (connect = false, enabled = false, slot_name = none, create_slot = false)",
            "select subname from pg_subscription join pg_database d on d.oid = subdbid where datname = current_database()"),

    EVENT_TRIGGER("create function public.planted_event() returns event_trigger language plpgsql as 'begin end';"
            + " create event trigger planted on ddl_command_end execute procedure public.planted_event()",
            "select evtname from pg_event_trigger where evtname = 'planted'"),

    FOREIGN_SERVER("create foreign data wrapper planted; create server planted foreign data wrapper planted",
            "select srvname from pg_foreign_server where srvname = 'planted'"),

    CAST("create cast (money as text) with inout",
            "select oid from pg_cast where castsource = 'money'::regtype and casttarget = 'text'::regtype"),

    PREPARED_TRANSACTION("begin; insert into prepared values ('planted'); prepare transaction 'planted'",
            "select gid from pg_prepared_xacts where gid = 'planted' and database = current_database()");

    private final String planting;

    private final String looking;

    DatabaseProbe(String planting, String looking) {
        this.planting = planting;
        this.looking = looking;
    }

    @Override
    public Reach reach() {
        return Reach.DATABASE;
    }

    @Override
    public String planting() {
        return planting;
    }

    @Override
    public String looking() {
        return looking;
    }

    private static String settings(String condition) {
        return "select setting from pg_db_role_setting join pg_database d on d.oid = setdatabase, unnest(setconfig) setting"
                + " where datname = current_database() and " + condition;
    }
}
