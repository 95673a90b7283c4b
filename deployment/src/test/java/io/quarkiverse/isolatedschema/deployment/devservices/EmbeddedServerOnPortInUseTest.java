package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.isolatedschema.IsolationException;

class EmbeddedServerOnPortInUseTest {

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @Test
    void thePortAndItsPropertyAreNamedAtOnce() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedPostgresService service = new EmbeddedPostgresService(
                    EmbeddedPostgresFixture.onPort(other.getLocalPort(), place));

            assertThatThrownBy(service::start).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("cannot listen on port " + other.getLocalPort())
                    .hasMessageContaining("'quarkus.datasource.devservices.port'")
                    .hasCauseInstanceOf(BindException.class);
        }
        assertThat(place).isEmptyDirectory();
    }
}
