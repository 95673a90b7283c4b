package io.quarkiverse.isolatedschema.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.bench.schema.Size;

class OptionsTest {

    private final Properties properties = new Properties();

    @Test
    void withoutOptionsEverythingIsMeasured() {
        properties.setProperty("bench.only", "");
        Options options = Options.of(properties);

        assertThat(options.wants("rollback")).isTrue();
        assertThat(options.sizes()).containsExactly(Size.values());
        assertThat(options.processes()).containsExactly(1, 4);
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.quick()).isFalse();
    }

    @Test
    void aShortRunHasOneRoundInOneProcessOnOneSize() {
        properties.setProperty("bench.quick", "true");

        assertThat(Options.of(properties).sizes()).containsExactly(Size.MEDIUM);
        assertThat(Options.of(properties).rounds()).isOne();
        assertThat(Options.of(properties).processes()).containsExactly(1);
    }

    @Test
    void whatIsAskedForIsMeasuredAndNothingElse() {
        properties.setProperty("bench.only", "database-clone, flyway-fresh");
        properties.setProperty("bench.sizes", "large,small");
        properties.setProperty("bench.processes", "2");
        properties.setProperty("bench.rounds", "7");
        Options options = Options.of(properties);

        assertThat(options.wants("database-clone-cold")).isTrue();
        assertThat(options.wants("flyway-fresh-schema")).isTrue();
        assertThat(options.wants("flyway-clean-migrate")).isFalse();
        assertThat(options.sizes()).containsExactly(Size.LARGE, Size.SMALL);
        assertThat(options.processes()).containsExactly(2);
        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.usual()).isEqualTo(Size.LARGE);
    }
}
