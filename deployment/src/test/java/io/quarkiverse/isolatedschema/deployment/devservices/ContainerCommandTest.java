package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerCommandTest {

    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of("fsync", "off", "max_connections", "300"));

    private static Optional<List<String>> extended(String command) {
        return new ContainerCommand(command.isEmpty() ? List.of() : Arrays.asList(command.split(" "))).with(SETTINGS);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "--max_prepared_transactions=100", "postgres -c log_statement=all",
            "/usr/local/bin/postgres --shared-buffers=1GB", "-B 64MB" })
    void settingsComeAfterWhatItSays(String command) {
        assertThat(String.join(" ", extended(command).orElseThrow()))
                .isEqualTo((command + " -c fsync=off -c max_connections=300").strip());
    }

    @ParameterizedTest
    @ValueSource(strings = { "-c max_connections=50", "-cmax_connections=50", "--max_connections=50", "--max-connections=50",
            "postgres -c MAX_CONNECTIONS=50", "-N 50", "-N50" })
    void whatItSetsItselfStays(String command) {
        assertThat(String.join(" ", extended(command).orElseThrow())).isEqualTo(command + " -c fsync=off");
    }

    @Test
    void noFsyncMayBeSaidByItsLetter() {
        assertThat(extended("postgres -F")).contains(List.of("postgres", "-F", "-c", "max_connections=300"));
    }

    @Test
    void allItSetsItselfLeavesNothingToAdd() {
        assertThat(extended("-c fsync=on -c max_connections=50"))
                .contains(List.of("-c", "fsync=on", "-c", "max_connections=50"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "sh -c exec\\ postgres", "docker-entrypoint.sh postgres", "postgres-with-sidecar",
            "postgres -c config_file=/etc/my.conf", "--config-file=/etc/my.conf" })
    void whatIsNotPlainPostgresIsLeftAlone(String command) {
        assertThat(extended(command)).isEmpty();
    }
}
