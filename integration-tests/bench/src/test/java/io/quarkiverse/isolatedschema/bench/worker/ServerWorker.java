package io.quarkiverse.isolatedschema.bench.worker;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.bench.link.WorkerLink;
import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkus.test.junit.QuarkusTest;

/** Keeps the server of the extension's own Dev Service running for all measured processes. It takes no orders. */
@QuarkusTest
@IsolatedSchema
class ServerWorker {

    @ConfigProperty(name = InternalKeys.SERVER_OF_OURS)
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    void serves() throws Exception {
        WorkerLink.serve(url + " " + user + " " + password, (order, samples) -> {
            throw new IllegalArgumentException("The server takes no orders, but got " + order);
        });
    }
}
