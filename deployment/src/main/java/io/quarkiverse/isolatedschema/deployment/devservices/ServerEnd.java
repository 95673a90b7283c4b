package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jboss.logging.Logger;

/** The end of the server in a directory. It is immediate: nobody will miss the data. */
final class ServerEnd {

    private static final Logger log = Logger.getLogger(ServerEnd.class);

    private static final Duration STARTER_TIME = Duration.ofSeconds(5);
    private static final Duration STOP_TIME = Duration.ofSeconds(2);
    private static final Duration STOP_PAUSE = Duration.ofMillis(1);

    private final DataDirectory directory;
    private final Optional<PostgresPrograms> programs;
    private final Optional<Process> starter;

    private ServerEnd(DataDirectory directory, Optional<PostgresPrograms> programs, Optional<Process> starter) {
        this.directory = directory;
        this.programs = programs;
        this.starter = starter;
    }

    /**
     * The end of a server that runs, is on its way, or is not there at all.
     *
     * @param directory everything of it
     * @param programs what it was started with; null if another JVM has started it
     * @param starter the program that brings it up; null if another JVM has started it
     */
    static ServerEnd of(DataDirectory directory, PostgresPrograms programs, Process starter) {
        return new ServerEnd(directory, Optional.ofNullable(programs), Optional.ofNullable(starter));
    }

    /** Ends it, by force if it does not obey. */
    void now() {
        awaitStarter();
        Optional<ProcessHandle> postmaster = directory.postmaster();
        if (postmaster.isEmpty()) {
            return;
        }
        try {
            programs().quit(postmaster.get());
        } catch (IOException e) {
            log.debug("The server cannot be told to end", e);
            postmaster.get().destroy();
        }
        if (!endsWithin(STOP_TIME, postmaster.get())) {
            new ServerProcesses(directory.data()).kill();
            postmaster.get().destroyForcibly();
        }
    }

    private PostgresPrograms programs() throws IOException {
        return programs.isPresent() ? programs.get()
                : new PostgresPrograms(PostgresBinaries.obtain(CacheDirectory.prepare()), directory);
    }

    /** A start that was given up may still be under way: pg_ctl, a child of this JVM, then brings up the server yet. */
    private void awaitStarter() {
        try {
            if (starter.isPresent() && !directory.isReady()) {
                starter.get().waitFor(STARTER_TIME.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // what is left to it is to see that the server is ready
        starter.ifPresent(Process::destroyForcibly);
    }

    /**
     * The pid file tells whether the server still runs, since the process table does not: the server is no child of
     * this JVM, and where nobody reaps orphans, as in many containers, it stays a zombie that counts as alive, with no program.
     */
    private boolean endsWithin(Duration limit, ProcessHandle postmaster) {
        long giveUp = System.nanoTime() + limit.toNanos();
        while (directory.postmaster().isPresent() || postmaster.info().command().isPresent()) {
            if (System.nanoTime() > giveUp) {
                return false;
            }
            LockSupport.parkNanos(STOP_PAUSE.toNanos());
        }
        return true;
    }
}
