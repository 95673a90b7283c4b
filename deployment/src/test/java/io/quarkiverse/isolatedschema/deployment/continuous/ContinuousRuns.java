package io.quarkiverse.isolatedschema.deployment.continuous;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jboss.shrinkwrap.api.asset.StringAsset;

import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.QuarkusDevModeTest;

/** The customers' application in dev mode, its tests running continuously. */
final class ContinuousRuns {

    static final String TABLE = "create table customer (email text primary key);";

    private static final String MIGRATION = "db/migration/V1__customers.sql";

    private ContinuousRuns() {
    }

    /** An application with one migration and those test classes. */
    static QuarkusDevModeTest of(Class<?>... testClasses) {
        return of(List.of(), testClasses);
    }

    /** The same, configured by lines of its properties. */
    static QuarkusDevModeTest of(List<String> configuration, Class<?>... testClasses) {
        String[] lines = Stream
                .concat(Stream.of("quarkus.flyway.migrate-at-start=true", "quarkus.datasource.devservices.password=quarkus"),
                        configuration.stream())
                .toArray(String[]::new);
        return new QuarkusDevModeTest()
                .withApplicationRoot(jar -> jar.addClass(Customers.class)
                        .addAsResource(new StringAsset(TABLE), MIGRATION)
                        .addAsResource(new StringAsset(ContinuousTestingTestUtils.appProperties(lines)),
                                "application.properties"))
                .withTestArchive(jar -> jar.addClasses(Sighting.class, AddsCustomers.class).addClasses(testClasses));
    }

    /** Edits the migration, which is applied by now. No run begins before the file is complete. */
    static void editMigration(QuarkusDevModeTest application, Function<String, String> edit) {
        application.modifyFile("resources/" + MIGRATION, edit);
    }
}
