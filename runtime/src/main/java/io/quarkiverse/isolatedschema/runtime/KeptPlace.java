package io.quarkiverse.isolatedschema.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a lease can outlive the run where it lies, and what users have to know of that.
 *
 * @param goesWith where the lease can't outlive the run: what it goes with, and what would keep it, as the end of a sentence
 * @param server where it can, but not for ever: what becomes of its server
 */
public record KeptPlace(Optional<String> goesWith, Optional<String> server) {

    /** A server that is there before and after us. */
    public static KeptPlace lasting() {
        return new KeptPlace(Optional.empty(), Optional.empty());
    }

    /**
     * A server of Dev Services that outlives the runs of continuous testing.
     *
     * @param time for how long it stays up after that
     */
    public static KeptPlace whileTestingContinues(Optional<Duration> time) {
        return new KeptPlace(Optional.empty(), Optional.of("there until continuous testing ends"
                + time.map(then -> ", and for " + then + " then").orElse("")));
    }

    /** No server would do. */
    public static KeptPlace none() {
        return new KeptPlace(Optional.of("its class, since 'quarkus.isolated-schema.kept.max-count' is 0."),
                Optional.empty());
    }

    /** An embedded server that nobody asked to stay. */
    public static KeptPlace embedded() {
        return new KeptPlace(Optional.of("the embedded server at the end of the run; to keep it for a look, set"
                + " 'quarkus.isolated-schema.keep-server=PT30M'."), Optional.empty());
    }

    /** A container, which Quarkus stops. */
    public static KeptPlace container() {
        return new KeptPlace(Optional.of("the container of Dev Services at the end of the run; to keep it for a look, name a"
                + " server of your own in 'quarkus.datasource.jdbc.url'."), Optional.empty());
    }

    /**
     * An embedded server that stays up.
     *
     * @param time for how long after the run
     * @param keptUntil the file that ends it when it is deleted
     */
    public static KeptPlace embedded(Duration time, Path keptUntil) {
        return new KeptPlace(Optional.empty(), Optional.of("stays up for " + time + " after the run; delete '" + keptUntil
                + "' then to end it earlier"));
    }

    boolean lasts() {
        return goesWith.isEmpty();
    }
}
