package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.connect;
import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresFixture.withScripts;
import static io.quarkiverse.isolatedschema.deployment.devservices.Rows.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.isolatedschema.IsolationException;

class EmbeddedServerInitScriptsTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @Test
    void theyRunInOrderThePrivilegedOnesFirst() throws Exception {
        EmbeddedPostgresService service = new EmbeddedPostgresService(withScripts(List.of("init/privileged.sql"),
                List.of("/init/first.sql", "classpath:init/second.sql"), place));
        service.start();
        try (Connection connection = connect(service)) {
            assertThat(query(connection, "select tableowner from pg_tables where tablename = 'privileged'"))
                    .isEqualTo("postgres");
            assertThat(query(connection, "select tableowner from pg_tables where tablename = 'first'"))
                    .isEqualTo("quarkus");
            assertThat(query(connection, "select string_agg(name, ',' order by id) from first"))
                    .isEqualTo("semi;colon,què {d}? $1 ''");
            assertThat(query(connection, "select dollar_quoted() || plain_body()")).isEqualTo("a;b3");
            assertThat(query(connection, "select count(*) from pg_database where datname = 'beside'")).isEqualTo("1");
        } finally {
            service.close();
        }
    }

    @Test
    void aFailingScriptIsNamedWithItsStatement() {
        EmbeddedPostgresService service = new EmbeddedPostgresService(
                withScripts(List.of(), List.of("init/first.sql", "init/broken.sql"), place));

        assertThatThrownBy(service::start).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'init/broken.sql'")
                .hasMessageContaining("'quarkus.datasource.devservices.init-script-path'")
                .hasMessageContaining("statement 2, 'create tabel oops (id int)'")
                .hasMessageContaining("syntax error")
                .hasCauseInstanceOf(SQLException.class);
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void aMissingPrivilegedScriptIsNamedWithItsProperty() {
        EmbeddedPostgresService service = new EmbeddedPostgresService(
                withScripts(List.of("init/none.sql"), List.of(), place));

        assertThatThrownBy(service::start).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'init/none.sql'")
                .hasMessageContaining("'quarkus.datasource.devservices.init-privileged-script-path'");
    }
}
