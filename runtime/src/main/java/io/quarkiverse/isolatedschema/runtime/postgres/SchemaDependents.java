package io.quarkiverse.isolatedschema.runtime.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What lies outside a schema and would be dropped along with it: a view on one of its tables, a column of a type of an
 * extension that lies in it, and so on.
 */
final class SchemaDependents {

    /** What has no schema of its own lies where its table or domain lies. What goes with its session is not counted. */
    private static final String QUERY = """
            with recursive taken(classid, objid) as (
                select 'pg_namespace'::regclass::oid, oid from pg_namespace where nspname = ?
                union
                select d.classid, d.objid from taken t
                    join pg_depend d on d.refclassid = t.classid and d.refobjid = t.objid and d.deptype <> 'p'
            ), placed as (
                select classid, objid, case classid
                    when 'pg_class'::regclass then (select relnamespace from pg_class where oid = objid)
                    when 'pg_type'::regclass then (select typnamespace from pg_type where oid = objid)
                    when 'pg_proc'::regclass then (select pronamespace from pg_proc where oid = objid)
                    when 'pg_constraint'::regclass then (select connamespace from pg_constraint where oid = objid)
                    when 'pg_rewrite'::regclass then (select c.relnamespace from pg_rewrite r
                        join pg_class c on c.oid = r.ev_class where r.oid = objid)
                    when 'pg_attrdef'::regclass then (select c.relnamespace from pg_attrdef a
                        join pg_class c on c.oid = a.adrelid where a.oid = objid)
                    when 'pg_trigger'::regclass then (select c.relnamespace from pg_trigger t
                        join pg_class c on c.oid = t.tgrelid where t.oid = objid)
                    when 'pg_policy'::regclass then (select c.relnamespace from pg_policy p
                        join pg_class c on c.oid = p.polrelid where p.oid = objid)
                    else (select n.oid from pg_namespace n
                        where quote_ident(n.nspname) = (pg_identify_object(classid, objid, 0)).schema)
                    end as home
                from taken
            )
            select pg_describe_object(classid, objid, 0) from placed join pg_namespace n on n.oid = home
                where n.nspname <> ? and n.nspname !~ '^pg_(toast|temp)' order by 1
            """;

    private SchemaDependents() {
    }

    static List<String> of(Connection connection, String schema) throws SQLException {
        return Databases.query(connection, QUERY, schema, schema);
    }
}
