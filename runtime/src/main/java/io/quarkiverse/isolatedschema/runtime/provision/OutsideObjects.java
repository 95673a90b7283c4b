package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;

/**
 * What the application's role owns in the database beside schemas of ours, extensions and temporary tables. What changes
 * there while the application boots was named by its schema, or is a user's own table that the search path led to: no lease
 * can isolate it.
 *
 * @param versions the objects, each with a text that changes when the object does
 */
record OutsideObjects(Map<String, String> versions) {

    private static final String QUERY = """
            with owned(classid, objid, home, owner, version) as (
                select 'pg_class'::regclass::oid, c.oid, relnamespace, relowner,
                        (select string_agg(a.xmin::text, ' ' order by attnum) from pg_attribute a where attrelid = c.oid and attnum > 0)
                    from pg_class c where relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'i', 'I', 'c')
                union all select 'pg_proc'::regclass, p.oid, pronamespace, proowner, p.xmin::text from pg_proc p
                union all select 'pg_type'::regclass, t.oid, typnamespace, typowner, '' from pg_type t where typtype in ('e', 'd', 'r')
                union all select 'pg_trigger'::regclass, t.oid, c.relnamespace, c.relowner, t.xmin::text
                    from pg_trigger t join pg_class c on c.oid = tgrelid where not tgisinternal
                union all select 'pg_namespace'::regclass, oid, oid, nspowner, '' from pg_namespace
            )
            select i.type || ' "' || i.identity || '"', version from owned o join pg_namespace n on n.oid = o.home,
                pg_identify_object(o.classid, o.objid, 0) i
            where pg_has_role(?, o.owner, 'USAGE') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname !~ ?
                and not exists (select from pg_depend d where d.classid = o.classid and d.objid = o.objid and d.deptype = 'e')
            """;

    static OutsideObjects of(Connection connection, String role) throws SQLException {
        Map<String, String> versions = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, role);
            query.setString(2, LeaseName.SCHEMA_PATTERN);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    versions.put(rows.getString(1), String.valueOf(rows.getString(2)));
                }
            }
        }
        return new OutsideObjects(versions);
    }

    /** What is not as it was, as parts of sentences; indexes, which follow from their tables, come last. */
    List<String> changesTo(OutsideObjects now) {
        List<String> changes = new ArrayList<>();
        now.versions.forEach((object, version) -> {
            if (!versions.containsKey(object)) {
                changes.add(object + " was made");
            } else if (!versions.get(object).equals(version)) {
                changes.add(object + " was changed");
            }
        });
        versions.keySet().stream().filter(object -> !now.versions.containsKey(object))
                .forEach(object -> changes.add(object + " was dropped"));
        changes.sort(Comparator.comparing(change -> change.startsWith("index ")));
        return changes;
    }
}
