package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A JVM that starts and stops a server, twice, and tells how long that took. */
public final class StartWorker {

    /** How the lines begin that tell something. */
    static final String MILLIS = "MILLIS ";

    private StartWorker() {
    }

    /** @param arguments {@code ours} or {@code zonky} */
    public static void main(String[] arguments) throws Exception {
        for (String when : List.of("", "-again")) {
            if (arguments[0].equals("ours")) {
                ours(when);
            } else {
                zonkys(when);
            }
        }
    }

    private static void ours(String when) throws SQLException {
        EmbeddedPostgresService service = new EmbeddedPostgresService(new EmbeddedPostgresSettings("quarkus", Optional.empty(),
                "quarkus", 0, List.of(), List.of(), Map.of(), Optional.empty(), Duration.ofSeconds(60)));
        long begin = System.nanoTime();
        service.start();
        tell("start" + when, begin);
        try (Connection connection = DriverManager.getConnection(service.getJdbcUrl(), "quarkus", service.getPassword())) {
            connection.isValid(1);
        }
        begin = System.nanoTime();
        service.close();
        tell("stop" + when, begin);
    }

    private static void zonkys(String when) throws IOException, SQLException {
        long begin = System.nanoTime();
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        tell("start" + when, begin);
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            connection.isValid(1);
        }
        begin = System.nanoTime();
        postgres.close();
        tell("stop" + when, begin);
    }

    private static void tell(String what, long begin) {
        System.out.printf("%s%s %.1f%n", MILLIS, what, (System.nanoTime() - begin) / 1e6);
    }
}
