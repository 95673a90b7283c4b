package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.connect;
import static io.quarkiverse.isolatedschema.deployment.devservices.Rows.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class EmbeddedServerWithDefaultsTest {

    @TempDir(factory = InMemoryTempDir.class)
    static Path place;

    private static final Path ZONKYS_OWN = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");

    private EmbeddedPostgresService service;

    /** Other tests of this JVM may start a server by zonky's defaults. */
    private boolean zonkyWasThere;

    @BeforeAll
    void start() {
        zonkyWasThere = Files.exists(ZONKYS_OWN);
        service = new EmbeddedPostgresService(EmbeddedPostgresFixture.defaults(place));
        service.start();
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void itsUserAndDatabaseAreThoseOfQuarkusContainer() throws SQLException {
        try (Connection connection = connect(service)) {
            assertThat(query(connection, "select current_database()")).isEqualTo("quarkus");
            assertThat(query(connection, "select current_user")).isEqualTo("quarkus");
            assertThat(query(connection, "select rolsuper from pg_roles where rolname = current_user")).isEqualTo("t");
            assertThat(query(connection, "select datdba::regrole from pg_database where datname = 'quarkus'"))
                    .isEqualTo("quarkus");
        }
    }

    @ParameterizedTest
    @CsvSource({ "fsync,off", "full_page_writes,off", "synchronous_commit,off", "max_connections,300",
            "max_prepared_transactions,100", "unix_socket_directories,''", "listen_addresses,localhost",
            "server_encoding,UTF8", "password_encryption,scram-sha-256", "lc_messages,C",
            "dynamic_shared_memory_type,mmap" })
    void itIsSetForDataThatNobodyWillMiss(String setting, String value) throws SQLException {
        try (Connection connection = connect(service)) {
            assertThat(query(connection, "show " + setting)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({ "quarkus,quarkus", "quarkus,''", "postgres,quarkus", "postgres,postgres", "postgres,''" })
    void itLetsNobodyInWithoutThePassword(String user, String password) {
        assertThatThrownBy(() -> connect(service, user, password)).hasMessageContaining("password");
    }

    @Test
    void itListensOnTheLoopbackAddressOnly() throws Exception {
        int port = URI.create(service.getJdbcUrl().substring("jdbc:".length())).getPort();
        Optional<InetAddress> other = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress()).findFirst();

        new Socket(InetAddress.getLoopbackAddress(), port).close();
        other.ifPresent(address -> assertThatThrownBy(() -> new Socket(address, port).close())
                .as("connecting to %s", address).isInstanceOf(java.io.IOException.class));
    }

    @Test
    void itsDataLiesInTheChosenPlace() throws Exception {
        Path directory = service.dataDirectory().orElseThrow();

        assertThat(directory).hasParent(place);
        assertThat(directory.getFileName().toString()).startsWith("isolated-schema-pg-");
        assertThat(directory.resolve("data/PG_VERSION")).exists();
        assertThat(directory.resolve("password")).doesNotExist();
    }

    @Test
    void zonkysOwnDirectoryIsNotLeftBehind() {
        assertThat(Files.exists(ZONKYS_OWN)).isEqualTo(zonkyWasThere);
    }

    @Test
    void itsReactiveUrlIsTheSameServers() {
        assertThat(service.getReactiveUrl()).isEqualTo(service.getJdbcUrl().replace("jdbc:", "vertx-reactive:"));
        assertThat(service.getConnectionInfo()).isEqualTo(service.getJdbcUrl());
    }

    @Test
    void itIsNoContainer() {
        assertThat(service.getContainerId()).isNull();
    }

    @Test
    void whatItStartsFromIsInTheUsersCache() throws Exception {
        try (var entries = Files.list(CacheDirectory.prepare())) {
            assertThat(entries.map(entry -> entry.getFileName().toString())).anyMatch(name -> name.startsWith("binaries-"))
                    .anyMatch(name -> name.startsWith("cluster-"));
        }
    }
}
