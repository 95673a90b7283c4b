package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.deployment.IsolatedSchemaBuildTimeConfig;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class EmbeddedPostgresSettingsTest {

    private static final String DEV_SERVICES = "quarkus.datasource.devservices.";

    @Test
    void withoutConfigurationTheyAreThoseOfQuarkusContainerButForThePassword() {
        EmbeddedPostgresSettings settings = settings(Map.of(), Optional.empty());

        assertThat(settings).isEqualTo(new EmbeddedPostgresSettings("quarkus", Optional.empty(), "quarkus", 0, List.of(),
                List.of(), Map.of(), Optional.empty(), Duration.ofSeconds(30)));
    }

    @Test
    void theDatasourcesCredentialsAreTakenUnlessDevServicesHaveTheirOwn() {
        assertThat(settings(Map.of(), Optional.of("shop")).username()).isEqualTo("shop");
        assertThat(settings(Map.of(), Optional.of("shop")).password()).contains("shop");
        Map<String, String> own = Map.of(DEV_SERVICES + "username", "dev", DEV_SERVICES + "password", "secret");
        assertThat(settings(own, Optional.of("shop")).username()).isEqualTo("dev");
        assertThat(settings(own, Optional.of("shop")).password()).contains("secret");
    }

    @Test
    void everythingThatMakesSenseWithoutAContainerIsHonoured() {
        EmbeddedPostgresSettings settings = settings(Map.of(
                DEV_SERVICES + "db-name", "orders",
                DEV_SERVICES + "port", "5433",
                DEV_SERVICES + "init-script-path", "a.sql,b.sql",
                DEV_SERVICES + "init-privileged-script-path", "p.sql",
                DEV_SERVICES + "properties.ssl", "false",
                "quarkus.isolated-schema.devservices.data-dir", "/ramdisk"), Optional.empty());

        assertThat(settings).isEqualTo(new EmbeddedPostgresSettings("quarkus", Optional.empty(), "orders", 5433,
                List.of("p.sql"), List.of("a.sql", "b.sql"), Map.of("ssl", "false"), Optional.of("/ramdisk"),
                Duration.ofSeconds(30)));
        assertThat(settings.jdbcUrl(5433)).isEqualTo("jdbc:postgresql://localhost:5433/orders?ssl=false");
        assertThat(settings.reactiveUrl(5433)).isEqualTo("vertx-reactive:postgresql://localhost:5433/orders?ssl=false");
    }

    @Test
    void anyDifferenceIsAnotherIdentityOfTypesEveryClassLoaderShares() {
        List<Object> identity = settings(Map.of(), Optional.empty()).identity();

        assertThat(identity).isEqualTo(settings(Map.of(), Optional.empty()).identity());
        assertThat(identity).isNotEqualTo(settings(Map.of(DEV_SERVICES + "db-name", "orders"), Optional.empty()).identity());
        assertThat(identity).allSatisfy(part -> assertThat(part.getClass().getClassLoader()).isNull());
        assertThat(identity).hasSameSizeAs(EmbeddedPostgresSettings.class.getRecordComponents());
    }

    @Test
    void theirTextHoldsNoPassword() {
        assertThat(settings(Map.of(DEV_SERVICES + "password", "telling"), Optional.empty()).toString())
                .isEqualTo("Embedded Postgres with database 'quarkus' of user 'quarkus'");
    }

    private static EmbeddedPostgresSettings settings(Map<String, String> properties, Optional<String> datasourceUser) {
        SmallRyeConfig config = new SmallRyeConfigBuilder().withMapping(DataSourcesBuildTimeConfig.class)
                .withMapping(IsolatedSchemaBuildTimeConfig.class).withValidateUnknown(false)
                .withDefaultValues(properties).build();
        return EmbeddedPostgresSettings.from(
                config.getConfigMapping(DataSourcesBuildTimeConfig.class).dataSources().get("<default>").devservices(),
                datasourceUser, datasourceUser, config.getConfigMapping(IsolatedSchemaBuildTimeConfig.class).devservices(),
                Optional.empty());
    }
}
