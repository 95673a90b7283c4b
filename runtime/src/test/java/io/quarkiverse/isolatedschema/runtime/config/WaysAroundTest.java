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
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class WaysAroundTest {

    private static final JdbcUrl ORIGINAL = JdbcUrl.parse("jdbc:postgresql://localhost:5432/shop").orElseThrow();

    private static final String REDIRECTED = "jdbc:postgresql://localhost:5432/test_run_0";

    @Test
    void anApplicationWithOneRedirectedUrlHasNone() {
        assertThatCode(() -> refuse(Map.of(), List.of(), false)).doesNotThrowAnyException();
    }

    @Test
    void anotherActivePostgresDatasource() {
        assertThatThrownBy(() -> refuse(Map.of(), List.of("reports"), false)).isInstanceOf(IsolationException.class)
                .hasMessage("Datasource 'reports' is a Postgres datasource beside the default one, and only the default one"
                        + " can be isolated yet. Set 'quarkus.datasource.\"reports\".active=false' in tests, or"
                        + " 'quarkus.isolated-schema.enabled=false'.");
    }

    @Test
    void reactivePool() {
        assertThatThrownBy(() -> refuse(Map.of("quarkus.datasource.reactive.url", "postgresql://localhost/shop"), List.of(),
                true)).isInstanceOf(IsolationException.class)
                .hasMessage("The default datasource has a reactive pool beside its JDBC one, and only JDBC can be isolated"
                        + " yet. Set 'quarkus.datasource.reactive=false', or 'quarkus.isolated-schema.enabled=false'.");
    }

    @Test
    void reactivePoolThatIsSwitchedOffIsNone() {
        assertThatCode(() -> refuse(Map.of("quarkus.datasource.reactive.url", "postgresql://localhost/shop",
                "quarkus.datasource.reactive", "false"), List.of(), true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = { "jdbc:postgresql://localhost:5432/shop", "jdbc:postgresql://localhost/shop?ssl=false",
            "jdbc:postgresql://127.0.0.1:5432/shop", "jdbc:postgresql:shop" })
    void urlOfFlywayOrLiquibaseOrAnotherExtension(String url) {
        assertThatThrownBy(() -> refuse(Map.of("quarkus.flyway.jdbc-url", url), List.of(), false))
                .hasMessageStartingWith("'quarkus.flyway.jdbc-url' leads to database 'shop' itself");
        assertThatThrownBy(() -> refuse(Map.of("quarkus.some-extension.url", url), List.of(), false))
                .hasMessage("'quarkus.some-extension.url' leads to database 'shop' itself, around the isolated schemas. Set"
                        + " 'quarkus.some-extension.url=${quarkus.datasource.jdbc.url}', which follows them, or leave it out.");
    }

    @Test
    void urlsOfOtherDatabasesAreNone() {
        assertThatCode(() -> refuse(Map.of("quarkus.some-extension.url", "jdbc:postgresql://localhost:5432/else",
                "quarkus.rest-client.url", "http://localhost/shop"), List.of(), false)).doesNotThrowAnyException();
    }

    @Test
    void flywayFollowsByAnExpression() {
        assertThatCode(() -> refuse(Map.of("quarkus.flyway.jdbc-url", "${quarkus.datasource.jdbc.url}"), List.of(), false))
                .doesNotThrowAnyException();
    }

    private static void refuse(Map<String, String> properties, List<String> activeNamed, boolean reactive) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("quarkus.datasource.jdbc.url", REDIRECTED);
        new WaysAround(new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(all, "test", 100)).build(), ORIGINAL).refuse(activeNamed, reactive);
    }
}
