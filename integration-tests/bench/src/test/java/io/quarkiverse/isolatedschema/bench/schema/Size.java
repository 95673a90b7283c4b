package io.quarkiverse.isolatedschema.bench.schema;

import java.util.Locale;

/** How big the schema is that a measured application has. */
public enum Size {

    /** What a young service has. */
    SMALL(5, 5),

    /** What a service of some years has. */
    MEDIUM(40, 60),

    /** What a grown application has. */
    LARGE(200, 300);

    private final int tables;

    private final int migrations;

    Size(int tables, int migrations) {
        this.tables = tables;
        this.migrations = migrations;
    }

    /** @return the number of tables, without Flyway's own */
    public int tables() {
        return tables;
    }

    /** @return the number of Flyway migrations that make them */
    public int migrations() {
        return migrations;
    }

    /** @return the name in results, file names and on the command line */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
