package io.quarkiverse.isolatedschema.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.bench.app.Orders;
import io.quarkus.test.common.http.TestHTTPResource;

/**
 * What all classes of a measured suite do: three tests, each about 100 ms of its own. A test takes orders over HTTP and by
 * the application's bean, queries, computes for about 40 ms of one core, and then waits for 40 ms, as a test waits for
 * something that is not the database. All of it is a fixed amount of work, so that whatever is slower with isolation shows.
 */
public abstract class SuiteClass {

    private static final int ORDERS_BY_HTTP = 4;

    private static final int ORDERS_BY_BEAN = 6;

    private static final int HASHES = 65_000;

    private static final long WAIT_MILLIS = 40;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Inject
    Orders orders;

    @Inject
    Flyway flyway;

    @TestHTTPResource("orders")
    URI resource;

    /** What the suite relies on before a test: {@code class}, {@code test} (an empty schema for each), or {@code nothing}. */
    @ConfigProperty(name = "bench.suite.fresh", defaultValue = "nothing")
    String fresh;

    @BeforeEach
    void cleanAndMigrate() {
        if (fresh.equals("test")) {
            flyway.clean();
            flyway.migrate();
        }
    }

    @Test
    void first() throws Exception {
        work();
    }

    @Test
    void second() throws Exception {
        work();
    }

    @Test
    void third() throws Exception {
        work();
    }

    private void work() throws Exception {
        long before = orders.count();
        checkFresh(before);
        for (int i = 0; i < ORDERS_BY_HTTP; i++) {
            send(HttpRequest.newBuilder(resource).POST(BodyPublishers.noBody()).build());
        }
        for (int i = 0; i < ORDERS_BY_BEAN; i++) {
            orders.take();
        }
        assertThat(orders.count()).isEqualTo(before + ORDERS_BY_HTTP + ORDERS_BY_BEAN);
        long quantity = Long.parseLong(send(HttpRequest.newBuilder(URI.create(resource + "/quantity")).build()));
        assertThat(quantity).isEqualTo(orders.quantity());
        compute();
        Thread.sleep(WAIT_MILLIS);
    }

    /** A suite that is not isolated although it should be would be fast for nothing. */
    private void checkFresh(long before) {
        int perTest = ORDERS_BY_HTTP + ORDERS_BY_BEAN;
        switch (fresh) {
            case "class" -> assertThat(before).isIn(0L, (long) perTest, 2L * perTest);
            case "test" -> assertThat(before).isZero();
            default -> assertThat(before % perTest).isZero();
        }
    }

    private static String send(HttpRequest request) throws IOException, InterruptedException {
        var response = CLIENT.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static void compute() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] hash = new byte[256];
        for (int i = 0; i < HASHES; i++) {
            digest.update(hash);
            hash[i % hash.length]++;
        }
        assertThat(digest.digest()).hasSize(32);
    }
}
