package io.quarkiverse.isolatedschema.runtime.straggler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Work that has begun and not ended, and which of it was cut off: it began in a lease that the application has left.
 * <p>
 * Usable by several threads at once. Work that begins or ends while the rest is cut off may or may not be among it.
 *
 * @param <K> identifies a piece of work
 */
final class OpenWork<K> {

    private final Map<K, Begun> open = new ConcurrentHashMap<>();

    private final Map<K, Cut> cut = new ConcurrentHashMap<>();

    /**
     * A piece of work.
     *
     * @param name what it is
     * @param thread does it; empty when that cannot be told
     * @param since when it began, as {@link System#nanoTime()} tells it
     */
    record Begun(String name, Optional<Thread> thread, long since) {
    }

    /**
     * A piece of work that was cut off.
     *
     * @param work the work
     * @param from where it began, to be told to whoever does it
     */
    record Cut(Begun work, String from) {
    }

    void begun(K key, Begun work) {
        open.put(key, work);
    }

    void ended(K key) {
        open.remove(key);
        cut.remove(key);
    }

    /** @return whether there is such work that was not cut off */
    boolean any(Predicate<Begun> which) {
        for (Begun work : open.values()) {
            if (which.test(work)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Cuts off all there is.
     *
     * @param from where it began
     * @return what was cut off now
     */
    List<Begun> cutOff(String from) {
        List<Begun> now = new ArrayList<>();
        open.forEach((key, work) -> {
            cut.put(key, new Cut(work, from));
            // Ended meanwhile, nobody would take it out again.
            if (open.remove(key) == null) {
                cut.remove(key);
            } else {
                now.add(work);
            }
        });
        return now;
    }

    /** @return whether anything that was cut off goes on */
    boolean anyCut() {
        return !cut.isEmpty();
    }

    Optional<Cut> cut(K key) {
        return Optional.ofNullable(cut.get(key));
    }

    /** @return where work of the thread that was cut off began */
    Optional<Cut> cutOf(Thread thread) {
        return cut.values().stream().filter(work -> work.work().thread().filter(thread::equals).isPresent()).findFirst();
    }
}
