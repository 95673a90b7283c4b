package io.quarkiverse.isolatedschema.runtime.recording;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.isolatedschema.runtime.driver.InterceptingDriver;
import io.quarkiverse.isolatedschema.runtime.driver.Interception;

/**
 * What the connections of one pool commit while an application boots, in the order of their commits. The connections come
 * from {@link InterceptingDriver}, which finds this by its id.
 * <p>
 * What works past the statements of a connection is not seen: updatable result sets, and what is unwrapped to a class of
 * the driver. Whoever replays compares the outcome.
 */
public final class Recording implements Interception, AutoCloseable {

    private final String id = InterceptingDriver.add(this);

    private final AtomicLong tickets = new AtomicLong();

    private final List<Transaction> committed = new ArrayList<>();

    /** One transaction, or one statement in auto-commit mode. */
    private record Transaction(long ticket, List<Step> steps) {
    }

    private Recording() {
    }

    /** @return a new recording that runs until it is finished or closed */
    public static Recording start() {
        return new Recording();
    }

    @Override
    public Connection connection(Opening opening) throws SQLException {
        return RecordedConnection.of(opening.open(Map.of()), this);
    }

    @Override
    public String id() {
        return id;
    }

    boolean runs() {
        return InterceptingDriver.knows(id);
    }

    /**
     * A place in the order of commits. Taken before a transaction is committed: who sees its effects comes later then.
     */
    long ticket() {
        return tickets.incrementAndGet();
    }

    void add(long ticket, List<Step> steps) {
        synchronized (committed) {
            committed.add(new Transaction(ticket, steps));
        }
    }

    /**
     * Ends the recording: its connections go on unrecorded.
     *
     * @param bootSchema the schema that was filled; a name that no SQL holds by chance
     * @return all that was committed until now
     */
    public Script finish(String bootSchema) {
        close();
        synchronized (committed) {
            List<List<Step>> transactions = committed.stream().sorted(Comparator.comparingLong(Transaction::ticket))
                    .map(Transaction::steps).toList();
            return new Script(bootSchema, transactions, List.of());
        }
    }

    /** Ends the recording without use of it. */
    @Override
    public void close() {
        InterceptingDriver.remove(id);
    }
}
