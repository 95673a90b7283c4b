package io.quarkiverse.isolatedschema.runtime.catalog;

/** Which columns of a table {@code c} are compared: the attributes {@code a} with their defaults {@code d}, as SQL. */
final class ComparedColumns {

    /** All that are stored; generated ones follow from others. */
    static final String STORED = """
            pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                and coalesce(to_jsonb(a) ->> 'attgenerated', '') = ''""";

    /** Those that two boots of one application fill with the same, a condition beside {@link #STORED}. */
    static final String SAME_AT_EVERY_BOOT = """
            coalesce(pg_get_expr(d.adbin, d.adrelid), '') !~* '%s'
                and not (a.attname = 'execution_time' and :has('installed_rank'))
                and not (a.attname in ('dateexecuted', 'deployment_id') and :has('orderexecuted'))"""
            .replaceAll(":has\\('(\\w+)'\\)",
                    "exists (select from pg_attribute s where s.attrelid = c.oid and s.attname = '$1')")
            .formatted(
                    "\\m(now|(clock|statement|transaction)_timestamp|timeofday|current_(date|time|timestamp)|localtime(stamp)?"
                            + "|(gen_)?random(_uuid|_normal)?|uuidv[47]|uuid_generate_\\w+)\\M");

    private ComparedColumns() {
    }
}
