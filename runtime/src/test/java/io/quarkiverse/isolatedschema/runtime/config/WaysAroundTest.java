package io.quarkiverse.isolatedschema.runtime.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class WaysAroundTest {

    private static final String ORIGINAL = "jdbc:postgresql://localhost:5432/shop";

    private static final String FOLLOWING = "${quarkus.datasource.jdbc.url}";

    @Test
    void anApplicationWithOneDatasourceHasNone() {
        assertThatCode(() -> refuse(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void anotherDatasourceIsNamed() {
        assertThatThrownBy(() -> ways(Map.of()).refuse(List.of("users"), false)).isInstanceOf(IsolationException.class)
                .hasMessageContaining("Datasource 'users' is a Postgres datasource beside the default one")
                .hasMessageContaining("'quarkus.datasource.\"users\".active=false'")
                .hasMessageContaining("'quarkus.isolated-schema.enabled=false'");
    }

    @Test
    void aReactivePoolIsRefused() {
        Map<String, String> reactive = Map.of("quarkus.datasource.reactive.url", "postgresql://localhost/shop");

        assertThatThrownBy(() -> ways(reactive).refuse(List.of(), true)).isInstanceOf(IsolationException.class)
                .hasMessageContaining("reactive pool").hasMessageContaining("'quarkus.datasource.reactive=false'");
    }

    @Test
    void aReactivePoolThatIsSwitchedOffIsNone() {
        Map<String, String> off = Map.of("quarkus.datasource.reactive.url", "postgresql://localhost/shop",
                "quarkus.datasource.reactive", "false");

        assertThatCode(() -> ways(off).refuse(List.of(), true)).doesNotThrowAnyException();
        assertThatCode(() -> ways(Map.of()).refuse(List.of(), true)).as("without a URL").doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = { "quarkus.flyway.jdbc-url", "quarkus.liquibase.jdbc-url", "quarkus.flyway.users.jdbc-url",
            "quarkus.datasource.users.jdbc.url", "quarkus.quartz.some-url" })
    void aUrlOfTheOriginalDatabaseIsNamed(String key) {
        assertThatThrownBy(() -> refuse(Map.of(key, ORIGINAL + "?ssl=true"))).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'" + key + "' leads to database 'shop' itself")
                .hasMessageContaining("'" + key + "=${quarkus.datasource.jdbc.url}'");
    }

    @ParameterizedTest
    @ValueSource(strings = { "quarkus.flyway.jdbc-url", "quarkus.liquibase.jdbc-url" })
    void aUrlThatFollowsTheDatasourceIsFine(String key) {
        assertThatCode(() -> refuse(Map.of(key, FOLLOWING))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = { "quarkus.flyway.jdbc-url", "quarkus.liquibase.jdbc-url" })
    void whereTheRunStaysInTheDatabaseItsSearchPathTellsTheWay(String key) {
        Map<String, String> given = Map.of(Placement.PROVISIONING, "replay", key, FOLLOWING);
        assertThatCode(() -> refuse(given)).doesNotThrowAnyException();

        for (String around : List.of(ORIGINAL, ORIGINAL + "?currentSchema=public")) {
            assertThatThrownBy(() -> refuse(Map.of(Placement.PROVISIONING, "replay", key, around)))
                    .isInstanceOf(IsolationException.class)
                    .hasMessageContaining("'" + key + "' leads to database 'shop' itself");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "quarkus.flyway.schemas", "quarkus.flyway.default-schema", "quarkus.liquibase.default-schema-name",
            "quarkus.hibernate-orm.database.default-schema" })
    void whereTheRunStaysInTheDatabaseNoPropertyMayNameASchema(String key) {
        assertThatThrownBy(() -> NamedSchemas.refuse(config(Map.of(key, "shop")))).isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("'" + key
                        + "' names schema 'shop', which cannot be isolated inside the database that the"
                        + " URL names: every test class would work in the same one. Leave the property out in tests; or let the"
                        + " role create databases (ALTER ROLE … CREATEDB)");
        assertThatCode(() -> NamedSchemas.refuse(config(Map.of("quarkus.flyway.users.schemas", "other"))))
                .doesNotThrowAnyException();
    }

    @Test
    void whereTheRunStaysInTheDatabaseTenantsMayHaveNoSchemas() {
        assertThatThrownBy(() -> NamedSchemas.refuse(config(Map.of("quarkus.hibernate-orm.multitenant", "SCHEMA"))))
                .isInstanceOf(IsolationException.class)
                .hasMessageStartingWith(
                        "'quarkus.hibernate-orm.multitenant' is 'schema': each tenant has a schema with a name of"
                                + " its own, which cannot be isolated inside the database that the URL names");
        for (String harmless : List.of("none", "discriminator")) {
            assertThatCode(() -> NamedSchemas.refuse(config(Map.of("quarkus.hibernate-orm.multitenant", harmless))))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void tenantsMayHaveNoDatabasesAnywhere() {
        assertThatThrownBy(() -> NamedSchemas.refuseDatabases(config(Map.of("quarkus.hibernate-orm.multitenant", "database"))))
                .isInstanceOf(IsolationException.class)
                .hasMessage("'quarkus.hibernate-orm.multitenant' is 'database': each tenant has a database of its own, and only"
                        + " that of the default datasource can be isolated yet. Leave the property out in tests, or set"
                        + " 'quarkus.isolated-schema.enabled=false'.");
        assertThatCode(() -> NamedSchemas.refuseDatabases(config(Map.of("quarkus.hibernate-orm.multitenant", "schema"))))
                .doesNotThrowAnyException();
    }

    @Test
    void flywayMayMigrateNoOtherDatabaseThanTheRunDatabase() {
        assertThatThrownBy(() -> refuse(Map.of("quarkus.flyway.jdbc-url", "jdbc:postgresql://localhost:5432/other")))
                .isInstanceOf(IsolationException.class).hasMessageContaining("'quarkus.flyway.jdbc-url'");
    }

    @Test
    void otherDatabasesAndOtherPeoplesKeysAreFine() {
        assertThatCode(() -> refuse(Map.of("quarkus.liquibase.jdbc-url", "jdbc:postgresql://localhost:5432/other",
                "quarkus.oidc.auth-server-url", "http://localhost/shop", "app.jdbc.url", ORIGINAL,
                "quarkus.isolated-schema.admin.jdbc-url", ORIGINAL))).doesNotThrowAnyException();
    }

    private static void refuse(Map<String, String> values) {
        ways(values).refuse(List.of(), false);
    }

    private static WaysAround ways(Map<String, String> given) {
        return new WaysAround(config(given), JdbcUrl.parse(ORIGINAL).orElseThrow());
    }

    private static SmallRyeConfig config(Map<String, String> given) {
        Map<String, String> values = new HashMap<>(given);
        values.put("quarkus.datasource.jdbc.url", ORIGINAL);
        values.put(InternalKeys.RUN, RunId.random().toString());
        values.putIfAbsent(Placement.PROVISIONING, "database-clone");
        return new RedirectedUrlConfigBuilder().configBuilder(new SmallRyeConfigBuilder()
                .addDefaultInterceptors().withSources(new PropertiesConfigSource(values, "given", 100))).build();
    }
}
