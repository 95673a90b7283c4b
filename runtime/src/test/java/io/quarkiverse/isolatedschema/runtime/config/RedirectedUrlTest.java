package io.quarkiverse.isolatedschema.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class RedirectedUrlTest {

    private static final RunId RUN = new RunId(0x00ab_cdef_0123_4567L);

    private static final String KEY = "quarkus.datasource.jdbc.url";

    private static final String ORIGINAL = "jdbc:postgresql://localhost:5432/shop";

    private static final String REDIRECTED = "jdbc:postgresql://localhost:5432/" + LeaseName.runDatabase(RUN);

    @Test
    void theDatasourceIsLedToTheRunDatabase() {
        assertThat(config(KEY, ORIGINAL).getValue(KEY, String.class)).isEqualTo(REDIRECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "quarkus.flyway.jdbc-url", "quarkus.liquibase.jdbc-url", "app.url", "quarkus.other" })
    void whatRefersToItFollows(String other) {
        SmallRyeConfig config = config(KEY, ORIGINAL, other, "${quarkus.datasource.jdbc.url}");

        assertThat(config.getValue(other, String.class)).isEqualTo(REDIRECTED);
    }

    @Test
    void whatEmbedsItFollows() {
        SmallRyeConfig config = config(KEY, ORIGINAL, "app.url", "wrapped(${quarkus.datasource.jdbc.url}?a=b)",
                "app.again", "${app.url}!");

        assertThat(config.getValue("app.again", String.class)).isEqualTo("wrapped(" + REDIRECTED + "?a=b)!");
    }

    @Test
    void theUrlMayBeAnExpressionItself() {
        SmallRyeConfig config = config(KEY, "${db.url}", "db.url", "jdbc:postgresql://${db.host:localhost}:5432/${db.name}",
                "db.name", "shop", "app.url", "${quarkus.datasource.jdbc.url}");

        assertThat(config.getValue(KEY, String.class)).isEqualTo(REDIRECTED);
        assertThat(config.getValue("app.url", String.class)).isEqualTo(REDIRECTED);
        assertThat(config.getValue("db.url", String.class)).as("the application's own key").isEqualTo(ORIGINAL);
    }

    @Test
    void theUrlMayBeThatOfAProfile() {
        SmallRyeConfig config = config(KEY, "jdbc:postgresql://prod/prod", "%test." + KEY, ORIGINAL, "app.url",
                "${quarkus.datasource.jdbc.url}");

        assertThat(config.getValue(KEY, String.class)).isEqualTo(REDIRECTED);
        assertThat(config.getValue("app.url", String.class)).isEqualTo(REDIRECTED);
        assertThat(original(config)).isEqualTo(ORIGINAL);
    }

    @Test
    void theQuotedNameOfTheDefaultDatasourceIsTheSame() {
        String quoted = "quarkus.datasource.\"<default>\".jdbc.url";

        assertThat(config(quoted, ORIGINAL).getValue(quoted, String.class)).isEqualTo(REDIRECTED);
    }

    @Test
    void theOriginalIsStillToBeHad() {
        assertThat(original(config(KEY, ORIGINAL))).isEqualTo(ORIGINAL);
        assertThat(original(config(KEY, "${db.url}", "db.url", ORIGINAL))).isEqualTo(ORIGINAL);
        assertThat(config().getOptionalValue(InternalKeys.ORIGINAL + KEY, String.class)).isEmpty();
    }

    @Test
    void itStillTellsWhereTheValueCameFrom() {
        assertThat(config(KEY, ORIGINAL).getConfigValue(KEY).getName()).isEqualTo(KEY);
        assertThat(config(KEY, ORIGINAL).getConfigValue(KEY).getConfigSourceName()).contains("given");
    }

    @Test
    void aSearchPathInTheUrlComesAfterTheBootSchema() {
        String boot = LeaseName.bootSchema(RUN);

        assertThat(config(KEY, ORIGINAL + "?currentSchema=orders,public&ssl=true").getValue(KEY, String.class))
                .isEqualTo(REDIRECTED + "?ssl=true&currentSchema=" + boot + ",+orders,public");
        assertThat(config(KEY, ORIGINAL + "?options=-c%20search_path=orders").getValue(KEY, String.class))
                .isEqualTo(REDIRECTED + "?currentSchema=" + boot + ",+orders");
    }

    @Test
    void withoutARunNothingIsRedirected() {
        SmallRyeConfig config = build(Map.of(KEY, ORIGINAL));

        assertThat(config.getValue(KEY, String.class)).isEqualTo(ORIGINAL);
        assertThat(original(config)).isEqualTo(ORIGINAL);
    }

    @ParameterizedTest
    @ValueSource(strings = { "jdbc:h2:mem:test", "jdbc:mysql://localhost/shop", "nonsense" })
    void otherDatabasesAreLeftAlone(String url) {
        assertThat(config(KEY, url).getValue(KEY, String.class)).isEqualTo(url);
    }

    @Test
    void aUrlThatTheDriverCannotReadIsLeftForItToReport() {
        String url = ORIGINAL + "?password=100%";

        assertThat(config(KEY, url).getValue(KEY, String.class)).isEqualTo(url);
    }

    @Test
    void noUrlStaysNone() {
        assertThat(config().getOptionalValue(KEY, String.class)).isEmpty();
        assertThat(config(KEY, "").getOptionalValue(KEY, String.class)).isEmpty();
    }

    @Test
    void otherKeysAreLeftAlone() {
        String named = "quarkus.datasource.users.jdbc.url";

        assertThat(config(KEY, ORIGINAL, named, ORIGINAL).getValue(named, String.class)).isEqualTo(ORIGINAL);
    }

    private static String original(SmallRyeConfig config) {
        return config.getValue(InternalKeys.ORIGINAL + KEY, String.class);
    }

    private static SmallRyeConfig config(String... keysAndValues) {
        Map<String, String> values = new HashMap<>(
                Map.of(InternalKeys.RUN, RUN.toString(), Placement.PROVISIONING, "database-clone"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return build(values);
    }

    private static SmallRyeConfig build(Map<String, String> values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors().withProfile("test")
                .withSources(new PropertiesConfigSource(values, "given", 100));
        return new RedirectedUrlConfigBuilder().configBuilder(builder).build();
    }
}
