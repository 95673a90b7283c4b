package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.github.dockerjava.api.model.ContainerConfig;

class PostgresImageTest {

    private static final String VOLUME = "/var/lib/postgresql";

    private static PostgresImage image(String data, String volume, String user) {
        return new PostgresImage(Map.of("PGDATA", data), Set.of(volume), user);
    }

    @ParameterizedTest
    @CsvSource({ "/var/lib/postgresql/data,/var/lib/postgresql/data", "/var/lib/postgresql/18/docker,/var/lib/postgresql" })
    void dataLiesWhereItSays(String data, String volume) {
        assertThat(image(data, volume, "").dataInMemory(Map.of())).contains(data);
    }

    @Test
    void whereTheContainerSaysOtherwiseThatCounts() {
        assertThat(image(VOLUME + "/data", VOLUME, "").dataInMemory(Map.of("PGDATA", VOLUME + "/data/pgdata")))
                .contains(VOLUME + "/data/pgdata");
        assertThat(image(VOLUME + "/data", VOLUME, "").dataInMemory(Map.of("PGDATA", "/elsewhere"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "/prepared/data", "/var/lib/postgresql-data", "relative", "" })
    void dataThatMayComeWithTheImageIsNotHidden(String data) {
        assertThat(image(data, VOLUME, "").dataInMemory(Map.of())).isEmpty();
    }

    @Test
    void anImageThatDoesNotSayIsLeftAlone() {
        assertThat(new PostgresImage(Map.of(), Set.of(VOLUME), "").dataInMemory(Map.of())).isEmpty();
        assertThat(PostgresImage.of(new ContainerConfig()).dataInMemory(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "root", "0", "0:0" })
    void rootMayTakeTheFileSystemOver(String user) {
        assertThat(image(VOLUME, VOLUME, user).dataInMemory(Map.of())).contains(VOLUME);
    }

    @ParameterizedTest
    @ValueSource(strings = { "postgres", "1001", "26:26" })
    void othersMayNot(String user) {
        assertThat(image(VOLUME, VOLUME, user).dataInMemory(Map.of())).isEmpty();
    }

    @Test
    void theEnginesAnswerIsRead() {
        ContainerConfig answer = new ContainerConfig()
                .withEnv(new String[] { "PATH=/bin:/usr/bin", "PGDATA=/var/lib/postgresql/18/docker", "ODD" })
                .withUser("postgres").withVolumes(Map.of(VOLUME, Map.of()));

        assertThat(PostgresImage.of(answer)).isEqualTo(new PostgresImage(
                Map.of("PATH", "/bin:/usr/bin", "PGDATA", "/var/lib/postgresql/18/docker"), Set.of(VOLUME), "postgres"));
    }
}
