package org.acme.leaks.probes;

/** Objects of the schema that a test makes, changes or drops. */
public enum ObjectProbe implements SqlProbe {

    TABLE("create table planted (note text)", exists("planted")),

    VIEW("create view planted_view as select 1 as one", exists("planted_view")),

    SEQUENCE("create sequence planted_sequence", exists("planted_sequence")),

    INDEX("create index planted_index on indexed (note)", exists("planted_index")),

    PARTITION("create table planted_partition partition of parted for values in ('planted')",
            "select inhrelid::regclass::text from pg_inherits where inhparent = 'parted'::regclass"),

    TYPE("create type planted_type as enum ('planted')",
            "select to_regtype('planted_type')::text where to_regtype('planted_type') is not null"),

    ENUM_VALUE("alter type size add value 'planted'",
            "select enumlabel from pg_enum where enumtypid = 'size'::regtype and enumlabel = 'planted'"),

    FUNCTION("create function planted_function() returns int language sql as 'select 1'",
            "select to_regproc('planted_function')::text where to_regproc('planted_function') is not null"),

    FUNCTION_REPLACED("create or replace function greeting() returns text language sql as $$ select 'planted' $$",
            "select greeting() where greeting() = 'planted'"),

    TRIGGER("create trigger planted_trigger before insert on triggered for each row execute procedure refuse()",
            "select tgname from pg_trigger where tgrelid = 'triggered'::regclass"),

    TRIGGER_DISABLED("alter table switched disable trigger refusal",
            "select tgname from pg_trigger where tgrelid = 'switched'::regclass and tgenabled = 'D'"),

    RULE("create rule planted_rule as on delete to ruled do instead nothing",
            "select rulename from pg_rewrite where ev_class = 'ruled'::regclass"),

    TABLE_DROPPED("drop table dropped", "select 'no table' where to_regclass('dropped') is null"),

    COLUMN_ADDED("alter table widened add column planted text",
            "select attname from pg_attribute where attrelid = 'widened'::regclass and attname = 'planted'"),

    COLUMN_DEFAULT("alter table defaulted alter column note set default 'planted'",
            "select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'defaulted'::regclass"),

    CONSTRAINT_DROPPED("alter table constrained drop constraint constrained_pkey",
            "select 'no key' where not exists (select from pg_index where indrelid = 'constrained'::regclass)"),

    UNLOGGED("alter table logged set unlogged",
            "select relname from pg_class where oid = 'logged'::regclass and relpersistence = 'u'"),

    GRANT("grant insert on granted to public",
            "select privilege_type from pg_class, aclexplode(relacl) where oid = 'granted'::regclass and grantee = 0"
                    + " and privilege_type = 'INSERT'"),

    COMMENT("comment on table commented is 'planted'",
            "select obj_description('commented'::regclass) where obj_description('commented'::regclass) is not null"),

    ROW_LEVEL_SECURITY("alter table secured enable row level security",
            "select relname from pg_class where oid = 'secured'::regclass and relrowsecurity"),

    POLICY("create policy planted_policy on secured using (false)",
            "select polname from pg_policy where polrelid = 'secured'::regclass"),

    PLANNER_STATISTICS("insert into measured select 1, n from generate_series(1, 100) n; analyze measured",
            "select attname from pg_stats where tablename = 'measured' and schemaname = any (current_schemas(false))"),

    EXTENDED_STATISTICS("create statistics planted_statistics on a, b from measured",
            "select stxname from pg_statistic_ext where stxrelid = 'measured'::regclass"),

    ACTIVITY_STATISTICS("insert into counted values ('planted'); select pg_stat_force_next_flush()",
            "select n_tup_ins from pg_stat_user_tables where relid = 'counted'::regclass and n_tup_ins > 0");

    private final String planting;

    private final String looking;

    ObjectProbe(String planting, String looking) {
        this.planting = planting;
        this.looking = looking;
    }

    @Override
    public Reach reach() {
        return Reach.SCHEMA;
    }

    @Override
    public String planting() {
        return planting;
    }

    @Override
    public String looking() {
        return looking;
    }

    private static String exists(String relation) {
        return "select to_regclass('%1$s')::text where to_regclass('%1$s') is not null".formatted(relation);
    }
}
