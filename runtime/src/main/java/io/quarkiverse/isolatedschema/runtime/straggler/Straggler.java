package io.quarkiverse.isolatedschema.runtime.straggler;

/**
 * Work that still ran when the application left the lease in which it had begun.
 *
 * @param thread the name of the thread that does it; empty when that cannot be told
 * @param work what it is, where it is in the application's code, and for how long it has been going on
 */
public record Straggler(String thread, String work) {

    @Override
    public String toString() {
        return thread.isEmpty() ? work : "Thread '" + thread + "': " + work;
    }
}
