package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterKeyTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("LANG", "C.UTF-8", "PATH", "/bin");

    private static final String KEY = ClusterKey.of("binaries-18", List.of("-E", "UTF-8"), ENVIRONMENT);

    @Test
    void itIsTheSameForTheSame() {
        assertThat(ClusterKey.of("binaries-18", List.of("-E", "UTF-8"), ENVIRONMENT)).isEqualTo(KEY).matches("[0-9a-f]{32}");
        assertThat(ClusterKey.of("binaries-18", List.of("-E", "UTF-8"), Map.of("LANG", "C.UTF-8", "HOME", "/home/me")))
                .as("whatever initdb does not look at").isEqualTo(KEY);
    }

    @Test
    void itIsAnotherForOtherProgramsAndOptions() {
        assertThat(ClusterKey.of("binaries-17", List.of("-E", "UTF-8"), ENVIRONMENT)).isNotEqualTo(KEY);
        assertThat(ClusterKey.of("binaries-18", List.of("-E", "LATIN1"), ENVIRONMENT)).isNotEqualTo(KEY);
        assertThat(ClusterKey.of("binaries-18", List.of("-EU", "TF-8"), ENVIRONMENT)).isNotEqualTo(KEY);
    }

    @ParameterizedTest
    @CsvSource({ "LANG,de_DE.UTF-8", "LC_ALL,C", "LC_COLLATE,en_US.UTF-8", "TZ,Europe/Vienna" })
    void itIsAnotherForAnotherLocaleOrTimeZone(String variable, String value) {
        assertThat(ClusterKey.of("binaries-18", List.of("-E", "UTF-8"), Map.of(variable, value))).isNotEqualTo(KEY);
    }
}
