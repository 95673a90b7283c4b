package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.BindMode;

import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkus.deployment.builditem.DevServicesAdditionalConfigBuildItem;
import io.quarkus.deployment.builditem.DevServicesCustomizerBuildItem;
import io.quarkus.deployment.builditem.DevServicesRegistryBuildItem;
import io.quarkus.runtime.LaunchMode;

class OwnedContainerTest {

    private static final String POSTGRES = "jdbc-postgresql";

    private static final String DEFAULT = "<default>";

    private final NeverStartedContainer container = new NeverStartedContainer();

    private final DevServicesRegistryBuildItem devServices = new DevServicesRegistryBuildItem(UUID.randomUUID(), null,
            LaunchMode.TEST);

    @AfterEach
    void stop() {
        devServices.closeAllRunningServices();
    }

    /** Starts the container as Quarkus does, and says what the application is told. */
    private Map<String, String> start(OwnedContainer owned, String feature, String datasource) {
        devServices.startAll(List.of(NeverStartedContainer.service(feature, datasource, container)),
                List.of(new DevServicesCustomizerBuildItem(owned::adapt)),
                List.of(new DevServicesAdditionalConfigBuildItem(owned::tell)), getClass().getClassLoader());
        return devServices.getConfigForAllRunningServices();
    }

    private Map<String, String> start(OwnedContainer owned) {
        return start(owned, POSTGRES, DEFAULT);
    }

    private static OwnedContainer withoutReuse() {
        return new OwnedContainer(() -> false, name -> NeverStartedContainer.IMAGE);
    }

    private void assertUntouched(Map<String, String> told) {
        assertThat(container.getTmpFsMapping()).isNullOrEmpty();
        assertThat(container.getCommandParts()).containsExactly("--max_prepared_transactions=100");
        assertThat(told).containsEntry("quarkus.datasource.jdbc.url", NeverStartedContainer.URL)
                .doesNotContainKey(InternalKeys.SERVER_OF_OURS);
    }

    @Test
    void itsDataLiesInMemory() {
        start(withoutReuse());

        assertThat(container.getTmpFsMapping()).containsExactly(Map.entry("/var/lib/postgresql/18/docker", "rw"));
    }

    @Test
    void whatElseLiesInMemoryStaysThere() {
        container.withTmpFs(Map.of("/tmp", "rw,size=64m"));

        start(withoutReuse());

        assertThat(container.getTmpFsMapping()).containsOnly(Map.entry("/var/lib/postgresql/18/docker", "rw"),
                Map.entry("/tmp", "rw,size=64m"));
    }

    @Test
    void itHasTheSettingsOfTheEmbeddedServer() {
        start(withoutReuse());

        assertThat(container.getCommandParts()).startsWith("--max_prepared_transactions=100")
                .contains("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300")
                .doesNotContain("max_prepared_transactions=100");
    }

    @Test
    void theUsersCommandCounts() {
        container.setCommand("postgres -c max_connections=20 -c fsync=on --max_prepared_transactions=100");

        start(withoutReuse());

        assertThat(container.getCommandParts()).contains("max_connections=20", "fsync=on", "synchronous_commit=off")
                .doesNotContain("max_connections=300", "fsync=off");
    }

    @Test
    void theUsersPlaceOfTheDataCounts() {
        container.withEnv("PGDATA", "/var/lib/postgresql/mine");

        start(withoutReuse());

        assertThat(container.getTmpFsMapping()).containsOnlyKeys("/var/lib/postgresql/mine");
    }

    @Test
    void theApplicationIsToldThatTheServerIsOurs() {
        assertThat(start(withoutReuse())).containsEntry("quarkus.datasource.jdbc.url", NeverStartedContainer.URL)
                .containsEntry(InternalKeys.SERVER_OF_OURS, NeverStartedContainer.URL);
    }

    @Test
    void runningOnItStaysOurs() {
        start(withoutReuse());

        assertThat(start(withoutReuse())).containsEntry(InternalKeys.SERVER_OF_OURS, NeverStartedContainer.URL);
    }

    @Test
    void withAnImageThatCannotBeInspectedItsDataStaysOnDisk() {
        Map<String, String> told = start(new OwnedContainer(() -> false, name -> {
            throw new IllegalStateException("no such image");
        }));

        assertThat(container.getTmpFsMapping()).isNullOrEmpty();
        assertThat(container.getCommandParts()).contains("fsync=off");
        assertThat(told).containsKey(InternalKeys.SERVER_OF_OURS);
    }

    @Test
    void reusedItIsLeftAsItIs() {
        container.withReuse(true);

        assertUntouched(start(new OwnedContainer(() -> true, name -> NeverStartedContainer.IMAGE)));
    }

    @Test
    void reuseHasToBePossible() {
        container.withReuse(true);

        assertThat(start(withoutReuse())).containsKey(InternalKeys.SERVER_OF_OURS);
    }

    @Test
    void withAVolumeItIsLeftAsItIs() {
        container.withFileSystemBind("/my/data", "/var/lib/postgresql", BindMode.READ_WRITE);

        assertUntouched(start(withoutReuse()));
    }

    @Test
    void withAFileOfTheClassPathItIsLeftAsItIs() {
        container.withClasspathResourceMapping("init/first.sql", "/docker-entrypoint-initdb.d/first.sql", BindMode.READ_ONLY);

        assertUntouched(start(withoutReuse()));
    }

    @ParameterizedTest
    @CsvSource({ "jdbc-postgresql,users", "reactive-pg-client,<default>" })
    void othersAreLeftAsTheyAre(String feature, String datasource) {
        assertUntouched(start(withoutReuse(), feature, datasource));
    }
}
