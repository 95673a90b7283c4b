package io.quarkiverse.isolatedschema.deployment.devservices;

import java.nio.file.Path;

import io.quarkiverse.isolatedschema.IsolationException;

/** A program that starts a server, says how that went, and ends without stopping it, or waits to be killed. */
public final class ServerStarter {

    /** The second argument of one that waits. */
    static final String WAITING = "waiting";

    private ServerStarter() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            EmbeddedPostgresService service = new EmbeddedPostgresService(
                    EmbeddedPostgresFixture.defaults(Path.of(arguments[0])));
            service.start();
            System.out.println("STARTED " + service.getJdbcUrl());
            if (arguments.length > 1) {
                Thread.sleep(60_000);
            }
        } catch (IsolationException e) {
            System.out.println(e.getMessage());
        }
    }
}
