package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerIdentityTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("LANG", "C.UTF-8", "USER", "me");

    private static final List<String> BINARIES = List.of("jar:file:/repository/postgres-18.jar!/postgres.txz");

    @TempDir
    Path scripts;

    private static ServerIdentity of(EmbeddedPostgresSettings settings) throws Exception {
        return ServerIdentity.of(settings, Optional.empty(), ENVIRONMENT, BINARIES);
    }

    private static EmbeddedPostgresSettings settings(String user, Optional<String> password, String database, int port,
            List<String> privileged, List<String> init, Optional<String> dataDir) {
        return new EmbeddedPostgresSettings(user, password, database, port, privileged, init, Map.of(), dataDir,
                Duration.ofSeconds(30));
    }

    private static EmbeddedPostgresSettings usual() {
        return settings("quarkus", Optional.empty(), "quarkus", 0, List.of(), List.of(), Optional.empty());
    }

    @Test
    void whateverDecidesWhatAServerIsMakesAnotherOne() throws Exception {
        Optional<String> none = Optional.empty();
        Map<String, ServerIdentity> identities = new LinkedHashMap<>();
        identities.put("usual", of(usual()));
        identities.put("user", of(settings("shop", none, "quarkus", 0, List.of(), List.of(), none)));
        identities.put("password", of(settings("quarkus", Optional.of("a"), "quarkus", 0, List.of(), List.of(), none)));
        identities.put("database", of(settings("quarkus", none, "shop", 0, List.of(), List.of(), none)));
        identities.put("port", of(settings("quarkus", none, "quarkus", 5433, List.of(), List.of(), none)));
        identities.put("privileged", of(settings("quarkus", none, "quarkus", 0, List.of("init/first.sql"), List.of(), none)));
        identities.put("script", of(settings("quarkus", none, "quarkus", 0, List.of(), List.of("init/first.sql"), none)));
        identities.put("place", of(settings("quarkus", none, "quarkus", 0, List.of(), List.of(), Optional.of("/ramdisk"))));
        identities.put("keep", ServerIdentity.of(usual(), Optional.of(Duration.ofHours(1)), ENVIRONMENT, BINARIES));
        identities.put("locale", ServerIdentity.of(usual(), Optional.empty(), Map.of("LANG", "de_DE.UTF-8"), BINARIES));
        identities.put("version", ServerIdentity.of(usual(), Optional.empty(), ENVIRONMENT, List.of("postgres-16.jar")));

        assertThat(identities.values()).doesNotHaveDuplicates();
        assertThat(identities.values()).allSatisfy(identity -> assertThat(identity.toString()).matches("[0-9a-f]{32}"));
        assertThat(identities.values()).allSatisfy(identity -> assertThat(identity.position()).isNotNegative());
    }

    @Test
    void whatMattersToOneJvmAloneDoesNot() throws Exception {
        EmbeddedPostgresSettings other = new EmbeddedPostgresSettings("quarkus", Optional.empty(), "quarkus", 0, List.of(),
                List.of(), Map.of("ssl", "false"), Optional.empty(), Duration.ofMinutes(2));

        assertThat(of(other)).isEqualTo(of(usual())).hasSameHashCodeAs(of(usual()));
        assertThat(ServerIdentity.of(usual(), Optional.empty(), Map.of("LANG", "C.UTF-8", "USER", "ci"), BINARIES))
                .isEqualTo(of(usual()));
    }

    /** A script of the same name is another one in another project. */
    @Test
    void theContentOfScriptsCounts() throws Exception {
        EmbeddedPostgresSettings script = settings("quarkus", Optional.empty(), "quarkus", 0, List.of(), List.of("mine.sql"),
                Optional.empty());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] { scripts.toUri().toURL() }, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            ServerIdentity missing = of(script);
            Files.writeString(scripts.resolve("mine.sql"), "create table a ()");
            ServerIdentity first = of(script);
            Files.writeString(scripts.resolve("mine.sql"), "create table b ()");

            assertThat(List.of(missing, first, of(script))).doesNotHaveDuplicates();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void theBinariesOfThisPlatformAreFound() throws Exception {
        assertThat(ServerIdentity.of(usual(), Optional.empty()))
                .isNotEqualTo(ServerIdentity.of(usual(), Optional.empty(), System.getenv(), List.of()));
    }
}
