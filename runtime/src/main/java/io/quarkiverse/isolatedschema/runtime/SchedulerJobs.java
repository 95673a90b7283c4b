package io.quarkiverse.isolatedschema.runtime;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduler;

/** The jobs of quarkus-scheduler and Quartz. */
@Singleton
public class SchedulerJobs implements BackgroundJobs {

    @Inject
    Scheduler scheduler;

    private boolean paused;

    @Override
    public void pause() {
        if (scheduler.isStarted() && scheduler.isRunning()) {
            scheduler.pause();
            paused = true;
        }
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            scheduler.resume();
        }
    }
}
