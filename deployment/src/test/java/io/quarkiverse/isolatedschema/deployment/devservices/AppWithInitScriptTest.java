package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class AppWithInitScriptTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Rows.class)
                    .addAsResource(new StringAsset("create extension pg_trgm;"), "db/extensions.sql")
                    .addAsResource(new StringAsset("create schema audit; create table audit.log (id int)"), "db/audit.sql"))
            .overrideConfigKey("quarkus.isolated-schema.devservices.provider", "embedded")
            .overrideConfigKey("quarkus.datasource.devservices.db-name", "shop")
            .overrideConfigKey("quarkus.datasource.username", "shopkeeper")
            .overrideConfigKey("quarkus.datasource.password", "secret")
            .overrideConfigKey("quarkus.datasource.devservices.properties.ApplicationName", "till")
            .overrideConfigKey("quarkus.datasource.devservices.init-privileged-script-path", "db/extensions.sql")
            .overrideConfigKey("quarkus.datasource.devservices.init-script-path", "db/audit.sql");

    @Inject
    DataSource datasource;

    @Test
    void findsWhatTheScriptsOfItsClassPathMade() throws Exception {
        try (Connection connection = datasource.getConnection()) {
            assertThat(Rows.query(connection, "select current_user || '@' || current_database()"))
                    .isEqualTo("shopkeeper@shop");
            assertThat(Rows.query(connection, "show application_name")).isEqualTo("till");
            assertThat(Rows.query(connection, "select tableowner from pg_tables where schemaname = 'audit'"))
                    .isEqualTo("shopkeeper");
            assertThat(Rows.query(connection, "select similarity('abc', 'abc')")).isEqualTo("1");
        }
    }
}
