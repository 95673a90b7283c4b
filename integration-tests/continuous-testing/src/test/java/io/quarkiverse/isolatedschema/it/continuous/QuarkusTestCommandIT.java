package io.quarkiverse.isolatedschema.it.continuous;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a developer sees who runs {@code mvn quarkus:test} on a project and edits it meanwhile. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "mvnw is a shell script")
class QuarkusTestCommandIT {

    private static final Path ROOT = Path.of(System.getProperty("test.root")).normalize();

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private static final String MIGRATION = "src/main/resources/db/migration/V1__customers.sql";

    private static final String SOURCE = "src/main/java/org/acme/customers/Customers.java";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path project;

    private final Path repository = TARGET.resolve("repository");

    @BeforeEach
    void prepare() throws IOException {
        ExtensionRepository.fill(repository, ROOT, System.getProperty("test.version"));
        copy(TARGET.resolve("test-classes/project"), project);
    }

    @Test
    void everyRunIsGreenAndNothingIsLeftInTheEnd() throws Exception {
        try (QuarkusTestProcess quarkusTest = start()) {
            quarkusTest.awaitGreenRun(1);
            edit(MIGRATION, "primary key", "primary key, country text not null default 'FI'");
            quarkusTest.awaitGreenRun(2);
            // Works with the new column only
            edit(SOURCE, "(email) values (?)", "(email, country) values (?, 'SE')");
            quarkusTest.awaitGreenRun(3);

            assertThat(quarkusTest.find("Isolated schemas: 2 test classes in 2 leases.* (Nothing is left)")).hasSize(3);
            assertThat(quarkusTest.find("runs in schema (test_[0-9a-f]{32})")).hasSize(6).doesNotHaveDuplicates();
            List<String> data = quarkusTest.find("Embedded Postgres .* its data lies in (\\S+)");
            assertThat(data).as("servers of three runs").hasSize(1);

            assertThat(Path.of(data.get(0))).exists();
            assertThat(processesWith(data.get(0))).isNotEmpty();
            quarkusTest.end();
            assertThat(Path.of(data.get(0))).doesNotExist();
            assertThat(processesWith(data.get(0))).isEmpty();
        }
    }

    private QuarkusTestProcess start() throws IOException {
        String localRepository = System.getProperty("test.local-repository");
        return QuarkusTestProcess.start(project, TARGET.resolve("quarkus-test.log"), localRepository,
                List.of(ROOT.resolve("mvnw").toString(), "-B", "-ntp", "-Dmaven.repo.local=" + repository,
                        "-Dmaven.repo.local.tail=" + localRepository, "-Dquarkus.analytics.disabled=true",
                        "-Ddebug=false", "quarkus:test"));
    }

    /** The server is no descendant of Maven's process: it detaches itself. */
    private static List<String> processesWith(String argument) {
        return ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse(""))
                .filter(commandLine -> commandLine.contains(argument)).toList();
    }

    /** Replaces the file at once: no run begins with half of it. */
    private void edit(String file, String old, String replacement) throws IOException {
        Path path = project.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(old);
        Path edited = Files.writeString(project.resolve("edited"), text.replace(old, replacement));
        Files.move(edited, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
