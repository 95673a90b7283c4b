package io.quarkiverse.isolatedschema.it.continuous;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A local Maven repository that holds the extension as this build made it and nothing else, so that the project under test
 * needs no installed one and can't get hold of an old one.
 */
final class ExtensionRepository {

    private static final String PARENT = "quarkus-isolated-schema-parent";

    private static final String RUNTIME = "quarkus-isolated-schema";

    private static final String DEPLOYMENT = "quarkus-isolated-schema-deployment";

    private final Path directory;

    private final String version;

    private ExtensionRepository(Path directory, String version) {
        this.directory = directory;
        this.version = version;
    }

    /**
     * Puts the extension into a directory.
     *
     * @param directory the repository
     * @param root the root of this build, in which runtime and deployment are packaged
     * @param version the version of the extension
     */
    static void fill(Path directory, Path root, String version) throws IOException {
        ExtensionRepository repository = new ExtensionRepository(directory, version);
        repository.put(PARENT, "pom", root.resolve("pom.xml"));
        repository.putModule(RUNTIME, root.resolve("runtime"));
        repository.putModule(DEPLOYMENT, root.resolve("deployment"));
    }

    private void putModule(String artifact, Path module) throws IOException {
        put(artifact, "pom", module.resolve("pom.xml"));
        put(artifact, "jar", module.resolve("target/" + file(artifact, "jar")));
    }

    private void put(String artifact, String type, Path source) throws IOException {
        Path target = directory.resolve("io/quarkiverse/isolatedschema").resolve(artifact).resolve(version)
                .resolve(file(artifact, type));
        Files.createDirectories(target.getParent());
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private String file(String artifact, String type) {
        return artifact + "-" + version + "." + type;
    }
}
