package io.quarkiverse.isolatedschema.runtime.reset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of one system catalog, and the object that a row belongs to.
 *
 * @param name the name of the catalog
 * @param rows which rows, as a condition
 * @param kind the catalog that holds the object
 * @param object the oid of the object, as SQL
 * @param part the number of the column that the row belongs to, as SQL; 0 for the object itself
 */
record Catalog(String name, String rows, String kind, String object, String part) {

    /** Those that the server came with have smaller oids. It finds the others by an index. */
    private static final String OF_USERS = " >= 16384";

    /**
     * @param scope whose objects
     * @param scopeQuery a query for the oids of the schemas, for those that are yet to be made
     * @param schemas the oids of the schemas, as an array in SQL
     * @param relations the oids of what has columns, and of the sequences, as an array in SQL
     * @return all catalogs that define something; those first that say most about an object
     */
    static List<Catalog> all(WipeScope scope, String scopeQuery, String schemas, String relations) {
        List<Catalog> catalogs = new ArrayList<>();
        if (scope.wholeDatabase()) {
            catalogs.addAll(inNoSchema("pg_extension", "pg_event_trigger", "pg_publication", "pg_foreign_data_wrapper",
                    "pg_foreign_server", "pg_default_acl", "pg_language", "pg_cast", "pg_transform", "pg_am"));
            catalogs.add(new Catalog("pg_db_role_setting",
                    "setdatabase = (select d.oid from pg_database d where d.datname = current_database())", "pg_database",
                    "setdatabase", "0"));
        } else {
            catalogs.add(inSchema("pg_default_acl", "defaclnamespace", schemas));
        }
        catalogs.add(new Catalog("pg_namespace", "oid in (" + scopeQuery + ")", "pg_namespace", "oid", "0"));
        catalogs.add(new Catalog("pg_class", "relnamespace = any (" + schemas + ")", "pg_class", "oid", "0"));
        catalogs.addAll(ofSchemas(schemas));
        catalogs.addAll(ofRelations(relations));
        return List.copyOf(catalogs);
    }

    private static List<Catalog> ofSchemas(String schemas) {
        return List.of(inSchema("pg_type", "typnamespace", schemas),
                inSchema("pg_proc", "pronamespace", schemas),
                inSchema("pg_constraint", "connamespace", schemas),
                inSchema("pg_operator", "oprnamespace", schemas),
                inSchema("pg_opclass", "opcnamespace", schemas),
                inSchema("pg_opfamily", "opfnamespace", schemas),
                inSchema("pg_collation", "collnamespace", schemas),
                inSchema("pg_conversion", "connamespace", schemas),
                inSchema("pg_ts_config", "cfgnamespace", schemas),
                inSchema("pg_ts_dict", "dictnamespace", schemas),
                inSchema("pg_ts_parser", "prsnamespace", schemas),
                inSchema("pg_ts_template", "tmplnamespace", schemas),
                inSchema("pg_statistic_ext", "stxnamespace", schemas),
                ofOther("pg_enum", "enumtypid", "pg_type", "typnamespace", schemas),
                ofOther("pg_ts_config_map", "mapcfg", "pg_ts_config", "cfgnamespace", schemas));
    }

    private static List<Catalog> ofRelations(String relations) {
        return List.of(
                new Catalog("pg_attribute", "attnum > 0 and attrelid = any (" + relations + ")", "pg_class", "attrelid",
                        "attnum"),
                ofRelation("pg_attrdef", "adrelid", relations),
                ofRelation("pg_index", "indrelid", relations),
                ofRelation("pg_trigger", "tgrelid", relations),
                ofRelation("pg_rewrite", "ev_class", relations),
                ofRelation("pg_policy", "polrelid", relations),
                ofRelation("pg_inherits", "inhrelid", relations),
                ofRelation("pg_sequence", "seqrelid", relations),
                ofRelation("pg_foreign_table", "ftrelid", relations),
                ofRelation("pg_publication_rel", "prrelid", relations),
                ofRelation("pg_description", "objoid", relations));
    }

    private static List<Catalog> inNoSchema(String... names) {
        return Stream.of(names).map(name -> new Catalog(name, "oid" + OF_USERS, name, "oid", "0")).toList();
    }

    /** Objects that lie in a schema. */
    private static Catalog inSchema(String name, String schema, String schemas) {
        return new Catalog(name, "oid" + OF_USERS + " and " + schema + " = any (" + schemas + ")", name, "oid", "0");
    }

    /** What belongs to a table, view or sequence. */
    private static Catalog ofRelation(String name, String relation, String relations) {
        return new Catalog(name, relation + " = any (" + relations + ")", "pg_class", relation, "0");
    }

    /** What belongs to another object that lies in a schema. */
    private static Catalog ofOther(String name, String other, String kind, String schema, String schemas) {
        return new Catalog(name, "%1$s%2$s and %1$s in (select o.oid from %3$s o where o.%4$s = any (%5$s))".formatted(other,
                OF_USERS, kind, schema, schemas), kind, other, "0");
    }

    /** Its mark, as a query. Whatever is changed becomes the youngest, and whatever is dropped is missing in the number. */
    String mark(String reference) {
        return "count(*), coalesce(nullif(min(age(xmin)), %d) - age('%s'::xid), 0) from %s where %s".formatted(
                Integer.MAX_VALUE,
                reference, name, rows);
    }

    /** The rest of a select list and query: the object, described, of each of the rows. */
    String describe() {
        return "pg_describe_object('pg_catalog.%s'::regclass, %s, %s) as object from %s where %s".formatted(kind, object, part,
                name,
                rows);
    }
}
