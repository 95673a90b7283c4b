package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to production holds nothing of the extension: no class, no service entry, no generated bean. */
class ProductionPackageIT {

    private static final Path PACKAGE = Path.of("target", "quarkus-app");

    private static final List<String> NAMES = List.of("io.quarkiverse.isolatedschema.runtime",
            "io/quarkiverse/isolatedschema/runtime", "io/quarkiverse/isolatedschema/IsolatedSchema",
            "io/quarkiverse/isolatedschema/deployment", "io/zonky/test");

    @Test
    void holdsNothingOfTheExtension() throws IOException {
        assertThat(PACKAGE.resolve("quarkus-run.jar")).exists();
        assertThat(traces(PACKAGE)).isEmpty();
    }

    @Test
    void wouldBeFoundOut(@TempDir Path directory) throws IOException {
        plant(directory.resolve("class.jar"), "io/quarkiverse/isolatedschema/runtime/LeaseManager.class", "");
        plant(directory.resolve("service.jar"), "META-INF/services/org.acme.Callback",
                "io.quarkiverse.isolatedschema.runtime.test.IsolatedSchemaCallbacks");
        plant(directory.resolve("bean.jar"), "io/quarkus/arc/setup/Bean.class",
                "new io/quarkiverse/isolatedschema/runtime/IsolatedSchemaRecorder");

        assertThat(traces(directory)).hasSize(3);
    }

    private static void plant(Path jar, String name, String content) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(file)) {
            entries.putNextEntry(new JarEntry(name));
            entries.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Every file and jar entry whose name or content tells of the extension. */
    private static List<String> traces(Path directory) throws IOException {
        List<String> traces = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".jar")) {
                    traces.addAll(tracesInJar(file));
                } else if (isTrace(file.toString(), Files.readAllBytes(file))) {
                    traces.add(file.toString());
                }
            }
        }
        return traces;
    }

    private static List<String> tracesInJar(Path jar) throws IOException {
        List<String> traces = new ArrayList<>();
        try (ZipFile entries = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : entries.stream().filter(entry -> !entry.isDirectory()).toList()) {
                try (InputStream content = entries.getInputStream(entry)) {
                    if (isTrace(entry.getName(), content.readAllBytes())) {
                        traces.add(jar + "!" + entry.getName());
                    }
                }
            }
        }
        return traces;
    }

    private static boolean isTrace(String name, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return NAMES.stream().anyMatch(trace -> name.contains(trace) || text.contains(trace));
    }
}
