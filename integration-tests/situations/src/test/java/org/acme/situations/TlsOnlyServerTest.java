package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

import org.acme.situations.fixtures.CollidingFixture;
import org.acme.situations.fixtures.CollidingTooFixture;
import org.acme.situations.fixtures.EncryptedFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The server takes encrypted connections only, and the application verifies it. */
@DisabledOnOs(OS.WINDOWS)
class TlsOnlyServerTest {

    @TempDir
    static Path directory;

    private static TlsServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TlsServer(directory);
        server.execute("create role maker login createdb password 'maker'");
        server.execute("create role plain login password 'plain'");
        server.execute("create database named owner maker");
        server.execute("grant create on database named to plain");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @AfterEach
    void nothingIsLeft() throws SQLException {
        assertThat(server.query("select datname from pg_database where datname ~ '^test_'")).isEmpty();
    }

    @Test
    void requiredInTheUrl() {
        as("maker", "?sslmode=require").run().succeeds(5);
    }

    @Test
    void verifiedInTheUrl() {
        as("maker", "?sslmode=verify-full&sslrootcert=" + certificate()).run().succeeds(5);
    }

    @Test
    void verifiedByPropertiesOfTheDriver() {
        as("maker", "").with("quarkus.datasource.jdbc.additional-jdbc-properties.sslmode", "verify-full")
                .with("quarkus.datasource.jdbc.additional-jdbc-properties.sslrootcert", server.certificate().toString()).run()
                .succeeds(5);
    }

    @Test
    void verifiedWhereDatabasesMayNotBeCreated() {
        as("plain", "?sslmode=verify-full&sslrootcert=" + certificate()).run().succeeds(5);
    }

    @Test
    void notAskedForAtAll() {
        as("maker", "?sslmode=disable").run().assertRefused("no encryption. Check 'quarkus.datasource.jdbc.url',");
    }

    @Test
    void verifiedByTheCertificateOfSomebodyElse() {
        as("maker", "?sslmode=verify-full").run()
                .assertRefused("No run database could be made for the default datasource on the server of");
    }

    private static Situation as(String role, String parameters) {
        return Situation.of(CollidingFixture.class, CollidingTooFixture.class, EncryptedFixture.class)
                .with("quarkus.datasource.jdbc.url", server.url("named") + parameters).as(role, role);
    }

    private static String certificate() {
        return URLEncoder.encode(server.certificate().toString(), StandardCharsets.UTF_8);
    }
}
