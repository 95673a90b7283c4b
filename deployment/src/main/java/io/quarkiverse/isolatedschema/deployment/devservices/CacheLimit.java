package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * Keeps a cache from growing: deletes what nobody has used for thirty days, and of each kind those beyond the newest four that
 * nobody has used for a day. A server of somebody else may still run from what was used today.
 */
final class CacheLimit {

    /** How many of a kind stay, however old they are within {@link #AGE}. */
    static final int NUMBER = 4;

    /** How long anything stays without being used. */
    static final Duration AGE = Duration.ofDays(30);

    /** How long those beyond the number stay. */
    static final Duration IN_USE = Duration.ofDays(1);

    private static final Logger log = Logger.getLogger(CacheLimit.class);

    private CacheLimit() {
    }

    /**
     * Deletes what is too old or too much. What cannot be deleted stays until the next time.
     *
     * @param cache the directory of the cache
     * @param kinds how the names of its directories begin, each of them a kind
     */
    static void enforce(Path cache, List<String> kinds) {
        for (String kind : kinds) {
            try {
                enforce(cache, kind);
            } catch (IOException e) {
                log.debugf(e, "'%s' is not tidied up", cache);
            }
        }
    }

    private static void enforce(Path cache, String kind) throws IOException {
        Instant now = Instant.now();
        List<Map.Entry<Instant, Path>> newestFirst = byUse(cache, kind);
        for (int i = 0; i < newestFirst.size(); i++) {
            Duration unused = Duration.between(newestFirst.get(i).getKey(), now);
            if (unused.compareTo(i < NUMBER ? AGE : IN_USE) > 0) {
                log.debugf("'%s' has not been used for %s", newestFirst.get(i).getValue(), unused);
                CachedTree.remove(newestFirst.get(i).getValue());
            }
        }
    }

    private static List<Map.Entry<Instant, Path>> byUse(Path cache, String kind) throws IOException {
        List<Map.Entry<Instant, Path>> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(cache)) {
            for (Path entry : entries.filter(entry -> entry.getFileName().toString().startsWith(kind)).toList()) {
                found.add(Map.entry(CachedTree.lastUsed(entry), entry));
            }
        }
        found.sort(Collections.reverseOrder(Map.Entry.comparingByKey()));
        return found;
    }
}
