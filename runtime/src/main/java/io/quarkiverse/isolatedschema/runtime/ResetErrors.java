package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.datasource.ConnectionsInUse.Use;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.postgres.DatabaseCopies;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/** What users are told when the schema of a class cannot be brought to what a method wants to find. */
final class ResetErrors {

    private ResetErrors() {
    }

    static IsolationException notCopied(String testClass, Lease lease, SQLException refused) {
        String remedy = DatabaseCopies.IN_USE.equals(refused.getSQLState())
                ? ". Postgres copies no database in use: close connections of SchemaLease.connect(), LISTEN and other sessions of"
                        + " their own, and end prepared transactions before the first test method begins or the snapshot is taken."
                : ". Look at the server's log and its disk space.";
        return new IsolationException("Schema '" + lease.schema() + "' of test class '" + testClass
                + "' could not be copied: " + withoutStop(refused) + remedy, refused);
    }

    static IsolationException noWipe(String testClass, Lease lease, SQLException refused) {
        return new IsolationException(
                "Reset.WIPE cannot be used by test class '" + testClass + "', because the rows of schema '"
                        + lease.schema() + "' cannot be read: " + withoutStop(refused)
                        + ". Let the datasource's role read all tables and pass row security, or use Reset.FRESH.",
                refused);
    }

    static IsolationException notBroughtBack(String method, Lease lease, String reason, boolean copies) {
        return new IsolationException("'" + method + "' cannot begin, because schema '" + lease.schema()
                + "' could not be brought back to what it was before the first method: " + reason
                + ". A fresh schema would lack"
                + " what was written before the methods, such as by @BeforeAll"
                + (copies ? "." : ", and where databases cannot be cloned, that cannot be copied.")
                + " Write it in @BeforeEach methods or 'scripts', or leave out what cannot be undone.");
    }

    static IsolationException noFresh(String method, Lease lease) {
        return new IsolationException("'" + method
                + "' cannot get a schema of its own by Reset.FRESH, because something may have"
                + " been written before the first method (such as by @BeforeAll, an extension or a class with one instance for all"
                + " methods), which can only be copied where databases are cloned, and not inside database '" + lease.database()
                + "'. Use Reset.WIPE, write it in @BeforeEach methods or 'scripts',"
                + " or let the role create databases (ALTER ROLE … CREATEDB).");
    }

    static IsolationException noRollback(String method, SQLException refused) {
        return new IsolationException("'" + method + "' cannot be rolled back: " + withoutStop(refused)
                + ". Reset.WIPE and Reset.FRESH isolate methods without one transaction around all.", refused);
    }

    static IsolationException rolledBack(String call, String name, String method) {
        return new IsolationException("SchemaLease." + call + "(\"" + name + "\") in '" + method
                + "', whose work is rolled back (Reset.ROLLBACK): nothing of it is committed before it is undone, so it can"
                + " neither be copied nor replaced. Use Reset.WIPE, Reset.FRESH or Reset.NONE for this method.");
    }

    static IsolationException busy(String call, String name, LeasePool pool, Duration waited) {
        List<Use> uses = pool.uses().now();
        String who = uses.isEmpty() ? "a transaction or scheduled job is still open"
                : uses.stream().map(use -> "thread '" + use.thread().getName() + "' uses a connection"
                        + use.place().map(place -> " that it asked for at " + place).orElse(""))
                        .collect(Collectors.joining("; "));
        return new IsolationException("SchemaLease." + call + "(\"" + name + "\") while somebody works in schema '"
                + pool.lease().schema() + "', after " + waited.toMillis() + " ms ('quarkus.isolated-schema.drain-timeout'): "
                + who
                + ". End transactions before, such as that of a @Transactional or @TestTransaction test method.");
    }

    static IsolationException noSuchSnapshot(String name, Collection<String> known) {
        return new IsolationException("There is no snapshot '" + name + "' in this test class: "
                + (known.isEmpty() ? "none was taken" : "there are '" + String.join("', '", known) + "'")
                + ". Take it by SchemaLease.snapshot(\"" + name + "\") before; snapshots end with their class.");
    }

    static IsolationException noSnapshot(String name, Lease lease, SQLException refused) {
        return new IsolationException("Snapshot '" + name + "' of schema '" + lease.schema() + "' could not be taken: "
                + withoutStop(refused) + ". Let the datasource's role read all tables and pass row security.", refused);
    }

    static IsolationException notRestored(String name, Lease lease, List<String> reasons) {
        return new IsolationException("Snapshot '" + name + "' of schema '" + lease.schema() + "' could not be restored: "
                + String.join(", ", reasons) + ". Inside one database only rows can be brought back, and only into the schema"
                + " they were in. Let the role create databases (ALTER ROLE … CREATEDB), where snapshots are whole copies.");
    }

    private static String withoutStop(SQLException refused) {
        return String.valueOf(refused.getMessage()).replaceFirst("\\.$", "");
    }
}
