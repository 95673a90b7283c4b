package io.quarkiverse.isolatedschema.runtime.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.testing.Application;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** The server has no connection or no room to spare. */
@Timeout(120)
class ServerFullTest {

    @TempDir
    Path disk;

    private static List<Connection> takeAllConnections(PostgresServer server) {
        List<Connection> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(server.connect("postgres"));
            }
        } catch (SQLException full) {
            assertThat((Throwable) full).hasMessageContaining("too many clients");
            return taken;
        }
    }

    private static void giveBack(List<Connection> taken) throws SQLException {
        for (Connection connection : taken) {
            connection.close();
        }
    }

    @Test
    void aServerWithoutAFreeConnectionFailsTheClassAndNoOtherAndTheRunIsDropped() throws Exception {
        try (PostgresServer server = PostgresServer.alone(Map.of("max_connections", "20"))) {
            Run role = Run.on(server);
            Application application = Application.cloning(role, role.request(), 0);
            application.testClass("BeforeTest");
            List<Connection> taken = takeAllConnections(server);

            assertThatThrownBy(() -> application.testClass("DuringTest")).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("'DuringTest' gets no schema of its own, because the server refused to make one:")
                    .hasMessageContaining("connection").hasMessageContaining("'max_connections'");

            giveBack(taken);
            application.testClass("AfterTest");
            taken = takeAllConnections(server);
            application.close();
            giveBack(taken);
            assertThat(server.ours()).isEmpty();
        }
    }

    @Test
    void aServerWithoutAFreeConnectionDropsTheSchemasOfARunAllTheSame() throws Exception {
        try (PostgresServer server = PostgresServer.alone(Map.of("max_connections", "20"))) {
            Run given = GivenRun.application(server);
            Application application = Application.replaying(given, 0);
            application.testClass("BeforeTest");
            List<Connection> taken = takeAllConnections(server);
            application.close();
            giveBack(taken);

            assertThat(server.query(given.database(), "select nspname from pg_namespace where nspname like 'test%'"))
                    .isEmpty();
        }
    }

    /** On a file system of 160 MB in memory, which takes the right to mount one. */
    @Test
    void aFullDiskFailsTheClassByItsReasonAndNoOther() throws Exception {
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=160m,mode=777", "isolated-schema-test",
                disk.toString()), "this user may not mount a file system");
        try (PostgresServer server = PostgresServer.alone(disk, Map.of("max_wal_size", "32MB", "min_wal_size", "32MB"))) {
            Run role = Run.on(server);
            Application application = Application.cloning(role, role.request(), 0);
            application.testClass("BeforeTest");
            Path ballast = disk.resolve("ballast");
            fill(ballast, disk.toFile().getUsableSpace() - (2 << 20));

            assertThatThrownBy(() -> application.testClass("DuringTest")).isInstanceOf(IsolationException.class)
                    .hasMessageContaining("'DuringTest' gets no schema of its own, because the server refused to make one:")
                    .hasMessageContaining("No space left on device").hasMessageContaining("disk space");

            Files.delete(ballast);
            application.testClass("AfterTest");
            application.close();
            assertThat(server.ours()).isEmpty();
        } finally {
            run("umount", disk.toString());
        }
    }

    private static void fill(Path file, long bytes) throws IOException {
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < bytes; written += zeros.length) {
                out.write(zeros);
            }
        } catch (IOException full) {
            // The server has taken room meanwhile.
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
