package io.quarkiverse.isolatedschema.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Where a run takes place is known as soon as anybody reads the URL. */
@ExtendWith(PostgresServerExtension.class)
class PlacementTest {

    private static final RunId RUN = RunId.random();

    private static final String URL = "quarkus.datasource.jdbc.url";

    private static final String STRATEGY = "quarkus.hibernate-orm.schema-management.strategy";

    private final Map<String, String> values = new HashMap<>(Map.of(InternalKeys.RUN, RUN.toString()));

    private PostgresServer server;

    private String role;

    private String database;

    @BeforeEach
    void application(PostgresServer server) throws SQLException {
        this.server = server;
        role = server.role("");
        database = server.database(role);
        with(URL, server.url(database).toString()).with("quarkus.datasource.username", role)
                .with("quarkus.datasource.password", "any");
    }

    private PlacementTest with(String key, String value) {
        values.put(key, value);
        return this;
    }

    private SmallRyeConfig config() {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "given", 100));
        return new RedirectedUrlConfigBuilder().configBuilder(builder).build();
    }

    private Placement placement() {
        return Placement.parse(config().getValue(InternalKeys.PLACEMENT, String.class));
    }

    private void assertInGivenDatabase(String searchPath, String reason) {
        assertThat(placement()).isEqualTo(new Placement(true, searchPath, reason));
        JdbcUrl url = JdbcUrl.parse(config().getValue(URL, String.class)).orElseThrow();
        assertThat(url.database()).isEqualTo(database);
        assertThat(url.searchPath()).contains(LeaseName.bootSchema(RUN) + ", " + searchPath);
    }

    private void assertInDatabaseOfItsOwn(String reason) {
        assertThat(placement()).isEqualTo(new Placement(false, "", reason));
        assertThat(JdbcUrl.parse(config().getValue(URL, String.class)).orElseThrow().database())
                .isEqualTo(LeaseName.runDatabase(RUN));
    }

    @Test
    void aRoleThatMayNotCreateDatabasesStaysInTheOneItIsGiven() {
        assertInGivenDatabase("\"$user\", public", "role '" + role + "' may not create databases");
    }

    @ParameterizedTest
    @ValueSource(strings = { "createdb", "superuser" })
    void aRoleThatMayGetsOneForTheRun(String rights) throws SQLException {
        server.execute("postgres", "alter role " + role + " " + rights);

        assertInDatabaseOfItsOwn("the role may create databases");
    }

    @Test
    void theAdminsRightsDecide() throws SQLException {
        with("quarkus.isolated-schema.admin.username", server.role());

        assertInDatabaseOfItsOwn("the role may create databases");
    }

    @Test
    void theAdminsUrlMayReferToTheDatasources() throws SQLException {
        with("quarkus.isolated-schema.admin.jdbc-url", "${" + URL + "}");

        assertInGivenDatabase("\"$user\", public", "role '" + role + "' may not create databases");
    }

    @Test
    void aServerOfOursGetsADatabaseForTheRun() {
        with(InternalKeys.SERVER_OF_OURS, server.url("other").toString());

        assertInDatabaseOfItsOwn("nobody but this run uses the server");
    }

    @Test
    void whatIsConfiguredDecidesAboveAll() throws SQLException {
        with(Placement.PROVISIONING, "database-clone").assertInDatabaseOfItsOwn(
                "'quarkus.isolated-schema.provisioning' is 'database-clone'");

        server.execute("postgres", "alter role " + role + " createdb");
        with(InternalKeys.SERVER_OF_OURS, server.url("other").toString());
        with(Placement.PROVISIONING, "replay").assertInGivenDatabase("\"$user\", public",
                "'quarkus.isolated-schema.provisioning' is 'replay'");
        with(Placement.PROVISIONING, "migrate").assertInGivenDatabase("\"$user\", public",
                "'quarkus.isolated-schema.provisioning' is 'migrate'");
    }

    @Test
    void theSearchPathIsTheRolesOwn() throws SQLException {
        server.execute("postgres", "alter role " + role + " set search_path = billing, \"Or ders\", public");

        assertInGivenDatabase("billing, \"Or ders\", public", "role '" + role + "' may not create databases");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = { "?currentSchema=orders,public; orders,public",
            "?options=-c%20search_path=orders; orders" })
    void theSearchPathOfTheUrlComesFirst(String parameters, String path) throws SQLException {
        server.execute("postgres", "alter role " + role + " set search_path = billing");
        with(URL, server.url(database) + parameters);

        assertInGivenDatabase(path, "role '" + role + "' may not create databases");
    }

    @Test
    void aServerThatCannotBeAskedIsLeftToTheRunDatabase() {
        with(URL, "jdbc:postgresql://localhost:1/shop");

        assertThat(placement().given()).isFalse();
        assertThat(placement().reason()).startsWith("the server could not be asked what the role may do: Connection to ");
    }

    @Test
    void credentialsOfAProviderCannotBeAskedFor() {
        with("quarkus.datasource.credentials-provider", "vault");

        assertThat(placement().given()).isFalse();
        assertThat(with(Placement.PROVISIONING, "replay").placement())
                .isEqualTo(new Placement(true, "\"$user\", public", "'quarkus.isolated-schema.provisioning' is 'replay'"));
    }

    @Test
    void theDriversOwnPropertiesAreUsed() throws Exception {
        String careful = server.roleWithPassword("secret");
        server.execute("postgres", "alter role " + careful + " nocreatedb");
        with("quarkus.datasource.username", careful).with("quarkus.datasource.password", "secret")
                .with("quarkus.datasource.jdbc.additional-jdbc-properties.options", "-csearch_path=billing");

        assertInGivenDatabase("billing", "role '" + careful + "' may not create databases");
    }

    @Test
    void theServerIsAskedOnce() throws SQLException {
        SmallRyeConfig config = config();
        String url = config.getValue(URL, String.class);
        server.execute("postgres", "alter role " + role + " createdb");

        assertThat(config.getValue(URL, String.class)).isEqualTo(url);
        assertThat(config.getValue(InternalKeys.PLACEMENT, String.class)).startsWith("true&");
    }

    @Test
    void withoutARunNobodyIsAsked() {
        values.remove(InternalKeys.RUN);

        assertThat(config().getOptionalValue(InternalKeys.PLACEMENT, String.class)).isEmpty();
        assertThat(config().getValue(URL, String.class)).isEqualTo(server.url(database).toString());
    }

    @Test
    void hibernateDropsNothingOfTheUsersOwn() {
        assertThat(with(STRATEGY, "drop-and-create").config().getValue(STRATEGY, String.class)).isEqualTo("create");
        assertThat(with(STRATEGY, "drop").config().getValue(STRATEGY, String.class)).isEqualTo("none");
        assertThat(with(STRATEGY, "update").config().getValue(STRATEGY, String.class)).isEqualTo("update");
        String old = "quarkus.hibernate-orm.\"orders\".database.generation";
        assertThat(with(old, "drop-and-create").config().getValue(old, String.class)).isEqualTo("create");
        assertThat(with("quarkus.hibernate-orm.\"orders\".datasource", "memory").config().getValue(old, String.class))
                .as("another datasource's").isEqualTo("drop-and-create");
    }

    @Test
    void inADatabaseOfTheRunHibernateMayDrop() {
        with(Placement.PROVISIONING, "database-clone");

        assertThat(with(STRATEGY, "drop-and-create").config().getValue(STRATEGY, String.class)).isEqualTo("drop-and-create");
    }
}
