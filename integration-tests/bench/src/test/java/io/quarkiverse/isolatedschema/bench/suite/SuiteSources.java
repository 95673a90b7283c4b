package io.quarkiverse.isolatedschema.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Writes and compiles the classes of a suite, beside this module's own test classes, where Quarkus finds them. Their names
 * don't end in {@code Test}: a build of the module leaves them alone.
 */
public final class SuiteSources {

    private static final Path SOURCES = Path.of("target", "bench", "suite");

    private static final Path CLASSES = Path.of("target", "test-classes");

    private static final String ISOLATED = """
            package io.quarkiverse.isolatedschema.bench.suite.classes;

            @io.quarkus.test.junit.QuarkusTest
            @io.quarkiverse.isolatedschema.IsolatedSchema
            public class %s extends io.quarkiverse.isolatedschema.bench.suite.SuiteClass {
            }
            """;

    private static final String RESTARTING = """
            package io.quarkiverse.isolatedschema.bench.suite.classes;

            @io.quarkus.test.junit.QuarkusTest
            @io.quarkus.test.junit.TestProfile(%1$s.Profile.class)
            public class %1$s extends io.quarkiverse.isolatedschema.bench.suite.SuiteClass {

                public static class Profile implements io.quarkus.test.junit.QuarkusTestProfile {
                }
            }
            """;

    private SuiteSources() {
    }

    /**
     * @param number how many classes
     * @return the names of isolated test classes, which share an application
     */
    public static List<String> isolated(int number) throws IOException {
        return make("Isolated", number, ISOLATED);
    }

    /**
     * @param number how many classes
     * @return the names of test classes with a test profile each, so that each starts the application again
     */
    public static List<String> restarting(int number) throws IOException {
        return make("Restarting", number, RESTARTING);
    }

    private static List<String> make(String prefix, int number, String source) throws IOException {
        List<String> names = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        Files.createDirectories(SOURCES);
        for (int i = 1; i <= number; i++) {
            String name = "%s%03d".formatted(prefix, i);
            files.add(Files.writeString(SOURCES.resolve(name + ".java"), source.formatted(name)));
            names.add("io.quarkiverse.isolatedschema.bench.suite.classes." + name);
        }
        compile(files);
        return names;
    }

    private static void compile(List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("The suites are compiled while the benchmark runs, and this Java has no compiler."
                    + " Run it with a JDK.");
        }
        var manager = compiler.getStandardFileManager(null, null, null);
        List<String> options = List.of("-d", CLASSES.toString(), "-classpath", System.getProperty("java.class.path"),
                "-proc:none");
        if (!compiler.getTask(null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files)).call()) {
            throw new IllegalStateException("The suites in " + SOURCES + " can't be compiled");
        }
    }
}
