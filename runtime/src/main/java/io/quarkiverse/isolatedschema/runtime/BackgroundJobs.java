package io.quarkiverse.isolatedschema.runtime;

/** Work that the application does by itself, held back while it passes from one lease to another. */
public interface BackgroundJobs {

    /** Starts no more jobs, until {@link #resume()}. Those that run go on. */
    void pause();

    /** Starts jobs again, unless the application itself had paused them. */
    void resume();

    /** An application without jobs. */
    BackgroundJobs NONE = new BackgroundJobs() {
        @Override
        public void pause() {
        }

        @Override
        public void resume() {
        }
    };
}
