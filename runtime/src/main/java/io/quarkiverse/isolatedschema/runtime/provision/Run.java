package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.recording.Recording;

/** Where one start of the application lives: the boot schema, what leases are made of, and all that is dropped at its end. */
public interface Run extends AutoCloseable {

    /** @return the identity of the run */
    RunId run();

    /** @return the URL that the application would have used */
    JdbcUrl original();

    /** @return the name of the database that the application boots in */
    String name();

    /** @return the name of the schema that the application boots in */
    String bootSchema();

    /** @return the lease that the application boots in, and to which it returns between leases */
    Lease bootLease();

    /** @return whether that database is the user's own, so that only schemas are apart in it */
    boolean inGivenDatabase();

    /** @return how many connections the server leaves to pools beside our own; at least 1 */
    int connectionsForPools();

    /** @return what hears the SQL that builds the boot lease, where leases may be made of that */
    Optional<Recording> recordingOfBoot();

    /**
     * Freezes what the boot lease holds, right after boot. The caller keeps the application from opening connections
     * meanwhile.
     *
     * @param connections opens connections of the application's kind to a lease
     * @return makes leases that hold the same
     * @throws io.quarkiverse.isolatedschema.IsolationException when that cannot be done
     */
    Provisioner capture(LeaseConnections connections);

    /**
     * Drops leases that earlier runs, or others on the same server, have kept for a look, the oldest first.
     *
     * @param maxCount how many stay
     * @throws SQLException when the server refuses
     */
    void limitKept(int maxCount) throws SQLException;

    /**
     * Makes sure that others still see that the run lives, also after the server was started anew or the network failed.
     *
     * @return whether the sessions of the run have lived since this was last asked: where it is false, connections that were
     *         open are dead
     */
    boolean renew();

    /**
     * Asks the server what is left of the run. Usable after {@link #close()}, too.
     *
     * @return the names of the databases or schemas of this run that exist, but for what is kept for a look; none when the
     *         server is gone
     */
    List<String> left();

    /**
     * Drops everything of the run, but for what is kept for a look, and gives up the owner lock. A server that is gone has
     * nothing to drop.
     */
    @Override
    void close();

    /**
     * Gives up the owner lock and leaves everything of the run where it is: the whole server goes next. Should it stay, the
     * next start sweeps it.
     */
    void abandon();
}
