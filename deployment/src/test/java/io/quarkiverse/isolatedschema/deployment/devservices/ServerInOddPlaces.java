package io.quarkiverse.isolatedschema.deployment.devservices;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program whose temporary directory, cache and data directory have names that need care. It makes the names itself: an
 * argument with letters that the platform's encoding does not have would not arrive.
 */
public final class ServerInOddPlaces {

    private static final String ODD = "it's #1; {a} & (b) * \u00dcn\u00ef \u6570";

    private ServerInOddPlaces() {
    }

    public static void main(String[] arguments) throws Exception {
        Path place = Path.of(arguments[0], ODD);
        Path temporary = Files.createDirectories(Path.of(arguments[1], ODD));
        System.setProperty("java.io.tmpdir", temporary.toString());
        System.setProperty(CacheDirectory.ZONKY_PROPERTY, Path.of(arguments[1], "cache " + ODD).toString());
        EmbeddedPostgresService service = new EmbeddedPostgresService(new EmbeddedPostgresSettings("quarkus",
                Optional.empty(), "quarkus", 0, List.of(), List.of(), Map.of(), Optional.of(place.toString()),
                Duration.ofSeconds(60)));
        service.start();
        try (Connection connection = EmbeddedPostgresFixture.connect(service)) {
            System.out.println("STARTED in the place asked for: "
                    + Rows.query(connection, "show data_directory").startsWith(place.toString()));
        } finally {
            service.close();
        }
        try (var left = Files.list(place)) {
            System.out.println("LEFT " + left.count());
        }
    }
}
