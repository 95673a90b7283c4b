package org.acme.leaks.state;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

/** Counts in memory; a hook of the tests sets it back. */
@ApplicationScoped
public class VisitCount {

    private final AtomicInteger count = new AtomicInteger();

    public int get() {
        return count.get();
    }

    public void increment() {
        count.incrementAndGet();
    }

    public void reset() {
        count.set(0);
    }
}
