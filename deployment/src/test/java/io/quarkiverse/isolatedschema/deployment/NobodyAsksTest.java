package io.quarkiverse.isolatedschema.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.agroal.api.AgroalDataSource;
import io.agroal.pool.DataSource;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.runtime.LeaseManager;
import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkiverse.isolatedschema.runtime.test.TestClassLeases;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.QuarkusUnitTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Without a class that asks for isolation, an application is the one it would be without the extension. */
class NobodyAsksTest {

    /** Not of its own type, which the application under test, loading this class, too, does not have. */
    private static AutoCloseable server;

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.http.test-port", "0")
            .setBeforeAllCustomizer(NobodyAsksTest::startServer).setAfterAllCustomizer(NobodyAsksTest::stopServer);

    @Inject
    AgroalDataSource dataSource;

    private static void startServer() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(new File("target/postgres")).start();
            server = started;
            System.setProperty("quarkus.datasource.jdbc.url", "jdbc:postgresql://localhost:" + started.getPort() + "/postgres");
            System.setProperty("quarkus.datasource.username", "postgres");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void stopServer() {
        System.clearProperty("quarkus.datasource.jdbc.url");
        System.clearProperty("quarkus.datasource.username");
        try {
            server.close();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void theUrlIsTheConfiguredOne() throws SQLException {
        String url = System.getProperty("quarkus.datasource.jdbc.url");

        assertThat(ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class)).isEqualTo(url);
        try (Connection connection = dataSource.getConnection()) {
            assertThat(connection.getMetaData().getURL()).isEqualTo(url);
            assertThat(connection.getSchema()).isEqualTo("public");
        }
    }

    @Test
    void theDatasourceIsQuarkusOwn() {
        assertThat(ClientProxy.unwrap(dataSource)).isInstanceOf(DataSource.class);
    }

    @Test
    void noBeanIsAdded() {
        for (Class<?> type : new Class<?>[] { LeaseManager.class, SchemaLease.class, TestClassLeases.class }) {
            assertThat(Arc.container().instance(type).isAvailable()).as(type.getName()).isFalse();
        }
        assertThat(ConfigProvider.getConfig().getOptionalValue(InternalKeys.ISOLATED, String.class)).isEmpty();
    }
}
