package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;

/**
 * A name for all that decides what initdb makes: the binaries, the options, the user, and what initdb takes from the
 * environment, which is the locale, the time zone and the system's libraries.
 */
final class ClusterKey {

    /** To be changed with anything that changes what is in the cache and is not among the rest. */
    private static final int LAYOUT = 1;

    private static final Path SYSTEM = Path.of("/etc/os-release");

    private static final Path TIME_ZONE = Path.of("/etc/localtime");

    private static final int DIGITS = 32;

    private ClusterKey() {
    }

    /**
     * @param binaries the programs that make it
     * @param options those of initdb
     * @return hexadecimal digits
     */
    static String of(PostgresBinaries binaries, List<String> options) {
        return of(binaries.name(), options, System.getenv());
    }

    /** The same with an environment. */
    static String of(String binaries, List<String> options, Map<String, String> environment) {
        MessageDigest digest = sha256();
        add(digest, LAYOUT + " " + ClusterKey.class.getPackage().getImplementationVersion());
        add(digest, binaries);
        options.forEach(option -> add(digest, option));
        add(digest, System.getProperty("user.name") + " " + UnprivilegedUser.prefix());
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith("LC_") || List.of("LANG", "LANGUAGE", "LOCPATH", "TZ", "TZDIR").contains(name)) {
                add(digest, name + "=" + value);
            }
        });
        add(digest, content(SYSTEM, System.getProperty("os.name") + " " + System.getProperty("os.version")));
        add(digest, content(TIME_ZONE, TimeZone.getDefault().getID()));
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** Names the file, too, whose name counts where it is a link. */
    private static String content(Path file, String otherwise) {
        try {
            return file.toRealPath() + " " + Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
