package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Test directories in memory where that exists: a server starts three times as fast there. */
class InMemoryTempDir implements TempDirFactory {

    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        return Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "isolated-schema-test-")
                : Files.createTempDirectory("isolated-schema-test-");
    }
}
