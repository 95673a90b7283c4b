package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresConfig.Provider.AUTO;
import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresConfig.Provider.CONTAINER;
import static io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresConfig.Provider.EMBEDDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.deployment.devservices.EmbeddedPostgresConfig.Provider;

class DatasourceSituationTest {

    private static final BooleanSupplier NO_ENGINE = () -> false;
    private static final BooleanSupplier ENGINE = () -> true;
    private static final BooleanSupplier NOT_ASKED = () -> fail("asking for the container engine takes time");

    private Provider provider = AUTO;
    private boolean active = true;
    private Optional<Boolean> enabled = Optional.empty();
    private Optional<String> dbKind = Optional.of("postgresql");
    private boolean url;
    private boolean testMode = true;
    private boolean sharedNetwork;
    private BooleanSupplier engine = NO_ENGINE;

    @Test
    void withoutContainerEngineEmbeddedPostgresServes() {
        assertThat(calls()).isTrue();
    }

    @Test
    void withContainerEngineQuarkusServes() {
        engine = ENGINE;
        assertThat(calls()).isFalse();
    }

    @Test
    void providerEmbeddedWinsWithoutAskingForAnEngine() {
        provider = EMBEDDED;
        engine = NOT_ASKED;
        assertThat(calls()).isTrue();
    }

    @Test
    void providerContainerLeavesAllToQuarkus() {
        provider = CONTAINER;
        engine = NOT_ASKED;
        enabled = Optional.of(true);
        assertThat(calls()).isFalse();
    }

    @Test
    void aConfiguredUrlWins() {
        provider = EMBEDDED;
        url = true;
        engine = NOT_ASKED;
        assertThat(calls()).isFalse();
    }

    @Test
    void anInactiveDatasourceGetsNothing() {
        active = false;
        engine = NOT_ASKED;
        assertThat(calls()).isFalse();
    }

    @Test
    void disabledDevServicesStartNothing() {
        enabled = Optional.of(false);
        engine = NOT_ASKED;
        assertThat(calls()).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "mysql", "h2" })
    void datasourcesOfOtherKindsAreNotServed(String kind) {
        dbKind = Optional.ofNullable(kind);
        engine = NOT_ASKED;
        assertThat(calls()).isFalse();
    }

    @Test
    void enabledExplicitlyWithoutEngineIsExplainedInTests() {
        enabled = Optional.of(true);
        assertThatThrownBy(this::calls).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'quarkus.datasource.devservices.enabled'")
                .hasMessageContaining("Remove the property");
    }

    @Test
    void enabledExplicitlyWithoutEngineWorksInDevModeWhereQuarkusOnlyWarns() {
        enabled = Optional.of(true);
        testMode = false;
        assertThat(calls()).isTrue();

        url = true;
        assertThat(calls()).isFalse();
    }

    @Test
    void enabledExplicitlyWithEngineIsQuarkusMatter() {
        enabled = Optional.of(true);
        engine = ENGINE;
        assertThat(calls()).isFalse();
    }

    @Test
    void providerEmbeddedAndEnabledExplicitlyWithEngineWouldBeTwoServers() {
        provider = EMBEDDED;
        enabled = Optional.of(true);
        engine = ENGINE;
        assertThatThrownBy(this::calls).isInstanceOf(IsolationException.class).hasMessageContaining("two servers");
    }

    @Test
    void otherContainersCouldNotReachIt() {
        provider = EMBEDDED;
        sharedNetwork = true;
        assertThatThrownBy(this::calls).isInstanceOf(IsolationException.class)
                .hasMessageContaining("'quarkus.devservices.launch-on-shared-network'");
    }

    private boolean calls() {
        return new DatasourceSituation(provider, active, enabled, dbKind, url, testMode, sharedNetwork, engine).calls();
    }
}
