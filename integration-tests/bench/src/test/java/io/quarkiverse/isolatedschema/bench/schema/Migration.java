package io.quarkiverse.isolatedschema.bench.schema;

/**
 * One Flyway migration.
 *
 * @param version its version
 * @param title what it does, in words joined by underscores
 * @param sql its statements
 */
public record Migration(int version, String title, String sql) {

    /** @return the name of its file */
    public String fileName() {
        return "V" + version + "__" + title + ".sql";
    }
}
