package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class AppWithoutUrlOrContainerTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Rows.class))
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.isolatedschema")
                    || record.getLoggerName().startsWith("io.zonky"))
            .assertLogRecords(records -> assertThat(records).singleElement()
                    .satisfies(record -> assertThat(record.getMessage()).startsWith("Embedded Postgres")));

    @Inject
    DataSource datasource;

    @Inject
    Config config;

    @Test
    void getsAWorkingDatabase() throws SQLException {
        try (Connection connection = datasource.getConnection()) {
            assertThat(Rows.query(connection, "select current_user || '@' || current_database()"))
                    .isEqualTo("quarkus@quarkus");
        }
    }

    @Test
    void seesUrlAndCredentialsInItsConfiguration() {
        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class))
                .startsWith("jdbc:postgresql://localhost:");
        assertThat(config.getValue("quarkus.datasource.username", String.class)).isEqualTo("quarkus");
        assertThat(config.getValue("quarkus.datasource.password", String.class)).as("made by chance").hasSize(36);
    }

    @Test
    void learnsWhereThePasswordIsForPsql() throws Exception {
        Path file = Path.of(config.getValue("isolated-schema.internal.pass-file", String.class));

        assertThat(file).content()
                .endsWith(":*:quarkus:" + config.getValue("quarkus.datasource.password", String.class) + "\n");
    }

    @Test
    void getsNoUrlForAClientItDoesNotHave() {
        assertThat(config.getOptionalValue("quarkus.datasource.reactive.url", String.class)).isEmpty();
    }

    @Test
    void learnsThatTheServerIsOneOfOurs() {
        assertThat(config.getValue("isolated-schema.internal.server-of-ours", String.class))
                .isEqualTo(config.getValue("quarkus.datasource.jdbc.url", String.class));
    }

    @Test
    void hasItsDataInMemoryWhereThereIsRoom() throws Exception {
        Path memory = Path.of("/dev/shm");
        boolean room = Files.isDirectory(memory)
                && Files.getFileStore(memory).getUsableSpace() >= DataDirectory.MEMORY_NEEDED;
        try (Connection connection = datasource.getConnection()) {
            Path data = Path.of(Rows.query(connection, "show data_directory"));
            assertThat(data.getParent().getParent())
                    .isEqualTo(room ? memory : Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
        }
    }
}
