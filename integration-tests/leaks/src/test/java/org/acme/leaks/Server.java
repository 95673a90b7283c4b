package org.acme.leaks;

import java.io.File;
import java.io.IOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A server that the application names, for where the extension provides none. */
final class Server implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    Server() throws IOException {
        postgres = EmbeddedPostgres.builder().setOverrideWorkingDirectory(new File("target/postgres"))
                .setServerConfig("fsync", "off").setServerConfig("max_prepared_transactions", "10").start();
    }

    /** Lets the application of a suite name it. */
    Suite usedBy(Suite suite) {
        return suite.with("quarkus.datasource.jdbc.url", postgres.getJdbcUrl("postgres", "postgres"))
                .with("quarkus.datasource.username", "postgres").with("quarkus.datasource.password", "postgres");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
