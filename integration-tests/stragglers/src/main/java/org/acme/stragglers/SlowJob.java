package org.acme.stragglers;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;

/** Does what there is to do, as long as that takes. */
@ApplicationScoped
public class SlowJob {

    private final AtomicReference<Runnable> work = new AtomicReference<>();

    public void add(Runnable more) {
        work.set(more);
    }

    @Scheduled(every = "1s")
    void run() {
        Runnable now = work.getAndSet(null);
        if (now != null) {
            now.run();
        }
    }
}
