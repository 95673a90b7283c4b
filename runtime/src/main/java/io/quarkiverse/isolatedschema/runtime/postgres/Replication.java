package io.quarkiverse.isolatedschema.runtime.postgres;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.identifier;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.literal;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.jboss.logging.Logger;

/**
 * Logical replication out of a database and into it: slots that somebody reads from, and subscriptions, keep it from being
 * dropped, by force, too.
 */
final class Replication {

    private static final Logger log = Logger.getLogger(Replication.class);

    private static final String OURS = " and datname ~ '" + LeaseName.DATABASE_PATTERN + "' and datconnlimit = "
            + Marker.CONNECTION_LIMIT + " order by 1";

    private static final String SLOTS = "select slot_name::text from pg_replication_slots join pg_database on datname = database"
            + " where database = ?" + OURS;

    private static final String SUBSCRIPTIONS = "select subname::text from pg_subscription s join pg_database d"
            + " on d.oid = s.subdbid where datname = ?" + OURS;

    /** A reader that is ended lets go of its slot a moment later. */
    private static final int READER_SECONDS = 2;

    private static final String END_READER = "select pg_terminate_backend(active_pid)::text from pg_replication_slots"
            + " where slot_name = ? and active_pid is not null";

    private static final long POLL_MILLIS = 20;

    private Replication() {
    }

    /**
     * Ends all replication of a database. Nothing is done where the database is not ours by name and {@link Marker}.
     *
     * @param connection asks; in another database
     * @param access connects to the database
     * @param database its name
     * @throws SQLException when the server cannot be asked; what it refuses to end stays
     */
    static void end(Connection connection, ServerAccess access, String database) throws SQLException {
        query(connection, SLOTS, database).forEach(slot -> dropSlot(connection, slot));
        List<String> subscriptions = query(connection, SUBSCRIPTIONS, database);
        if (!subscriptions.isEmpty()) {
            dropSubscriptions(access, database, subscriptions);
        }
    }

    /** A slot that nobody reads from goes with its database, even if the asking role may not drop it by itself. */
    private static void dropSlot(Connection connection, String slot) {
        try {
            long end = System.nanoTime() + READER_SECONDS * 1_000_000_000L;
            while (!query(connection, END_READER, slot).isEmpty() && System.nanoTime() < end) {
                Thread.sleep(POLL_MILLIS);
            }
            query(connection, "select pg_drop_replication_slot(?)::text", slot);
            log.debugf("Dropped replication slot '%s'", slot);
        } catch (SQLException refused) {
            log.debugf(refused, "Replication slot '%s' stays, unless it goes with its database", slot);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without its slot on the publisher, which may be gone; that one is the publisher's. */
    private static void dropSubscriptions(ServerAccess access, String database, List<String> names) {
        try (Connection inside = access.connect(database)) {
            for (String name : names) {
                String subscription = "subscription " + identifier(inside, name);
                execute(inside, "alter " + subscription + " disable");
                execute(inside, "alter " + subscription + " set (slot_name = none)");
                execute(inside, "drop " + subscription);
                log.debugf("Dropped subscription %s in '%s'", literal(inside, name), database);
            }
        } catch (SQLException refused) {
            log.debugf(refused, "The subscriptions in '%s' stay", database);
        }
    }
}
