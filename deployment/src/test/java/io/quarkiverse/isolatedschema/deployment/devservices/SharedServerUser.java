package io.quarkiverse.isolatedschema.deployment.devservices;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;

/**
 * A program that uses a shared server, says where it is, and ends when it is told to: {@code leave} by leaving the server,
 * {@code end} by ending without a word.
 */
public final class SharedServerUser {

    private SharedServerUser() {
    }

    /** @param arguments the place, the lock file, the database, for how long the server lingers */
    public static void main(String[] arguments) {
        EmbeddedPostgresService service = new EmbeddedPostgresService(settings(Path.of(arguments[0]), arguments[2]),
                new Sharing(Duration.parse(arguments[3]), Optional.empty(), Path.of(arguments[1])));
        System.out.println("STARTING");
        service.start();
        service.logStart();
        System.out.println("STARTED " + service.dataDirectory().orElseThrow().getFileName() + " " + service.getPassword() + " "
                + service.getJdbcUrl());
        String told = new Scanner(System.in).nextLine();
        if (told.equals("leave")) {
            service.close();
            System.out.println("LEFT");
        }
        System.exit(0);
    }

    static EmbeddedPostgresSettings settings(Path place, String database) {
        return new EmbeddedPostgresSettings("quarkus", Optional.empty(), database, 0, List.of(), List.of(), Map.of(),
                Optional.of(place.toString()), Duration.ofSeconds(60));
    }
}
