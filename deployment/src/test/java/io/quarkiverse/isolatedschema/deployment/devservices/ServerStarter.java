package io.quarkiverse.isolatedschema.deployment.devservices;

import java.nio.file.Path;

import io.quarkiverse.isolatedschema.IsolationException;

/** A program that starts a server, says how that went, and ends without stopping it. */
public final class ServerStarter {

    private ServerStarter() {
    }

    public static void main(String[] arguments) {
        try {
            new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(Path.of(arguments[0]))).start();
            System.out.println("STARTED");
        } catch (IsolationException e) {
            System.out.println(e.getMessage());
        }
    }
}
