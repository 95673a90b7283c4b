package io.quarkiverse.isolatedschema.runtime.reset;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.SequencePosition;
import io.quarkiverse.isolatedschema.runtime.reset.Wiped.Outcome;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;

/** A lease in a database of its own, which belongs to an ordinary role, and what wipes it. */
final class WipedLease implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMillis(300);

    private static final String TABLES = "select format('%I.%I', n.nspname, c.relname) from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"
            + " and (c.relkind = 'r' or c.relkind = 'm' and c.relispopulated) order by 1";

    final PostgresServer server;

    final String database;

    final String role;

    final String schema = LeaseName.lease(RunId.random());

    final Connection application;

    private final Connection outside;

    Wipe wipe;

    private SortedMap<String, List<String>> baseline;

    private WipedLease(PostgresServer server, String ddl) throws SQLException {
        this.server = server;
        role = server.role("createdb");
        database = server.database(role);
        outside = server.connect(database);
        execute(outside, "create schema " + schema + " authorization " + role);
        application = connect();
        execute(application, ddl);
    }

    /** Wiped by a superuser, as on servers of ours. */
    static WipedLease of(PostgresServer server, String ddl) throws SQLException {
        return new WipedLease(server, ddl).wipedBy(PostgresServer.SUPERUSER, WipeScope.database());
    }

    /** Wiped by the role that owns it. */
    static WipedLease ofOwner(PostgresServer server, String ddl) throws SQLException {
        WipedLease lease = new WipedLease(server, ddl);
        return lease.wipedBy(lease.role, WipeScope.database());
    }

    /** A schema beside others in a given database. */
    static WipedLease ofSchema(PostgresServer server, String ddl) throws SQLException {
        WipedLease lease = new WipedLease(server, ddl);
        return lease.wipedBy(lease.role, WipeScope.schema(lease.schema));
    }

    /** Not watched yet. */
    static WipedLease unwatched(PostgresServer server, String ddl) throws SQLException {
        return new WipedLease(server, ddl);
    }

    WipedLease wipedBy(String wiping, WipeScope scope) throws SQLException {
        wipe = Wipe.prepare(connect(wiping), scope, PATIENCE);
        baseline = contents();
        return this;
    }

    /** A session of the application. */
    Connection connect() throws SQLException {
        return connect(role);
    }

    private Connection connect(String who) throws SQLException {
        JdbcUrl url = server.url(database).withSearchPath(schema + ", public");
        return server.access(url, who, "any").open(url);
    }

    /** Runs statements as the application. */
    void run(String... statements) throws SQLException {
        for (String sql : statements) {
            execute(application, sql);
        }
    }

    /** Asks as the application. */
    List<String> ask(String sql) throws SQLException {
        return query(application, sql);
    }

    /** Runs statements as a superuser. */
    void runOutside(String sql) throws SQLException {
        execute(outside, "set search_path = " + schema + ", public; " + sql);
    }

    /** What the lease holds now should stay. */
    void baseline() throws SQLException {
        wipe.baseline();
        baseline = contents();
    }

    /** All rows of all tables, and where the sequences stand. */
    SortedMap<String, List<String>> contents() throws SQLException {
        SortedMap<String, List<String>> contents = new TreeMap<>();
        for (String table : query(outside, TABLES)) {
            contents.put(table, query(outside, "select format('%s', r) from only " + table + " r order by 1"));
        }
        for (String name : query(outside, "select nspname from pg_namespace where nspname !~ '^pg_'")) {
            contents.put("sequences of " + name, SequencePosition.of(outside, name).stream().map(String::valueOf).toList());
        }
        contents.put("large objects", query(outside, "select oid::text from pg_largeobject_metadata order by 1"));
        return contents;
    }

    /** Does something that leaves traces, and finds none after the wipe. */
    void isBroughtBackAfter(String... statements) throws SQLException {
        run(statements);
        isBroughtBack();
    }

    /** Finds traces before the wipe and none after it. */
    void isBroughtBack() throws SQLException {
        assertThat(contents()).isNotEqualTo(baseline);
        Wiped wiped = wipe.wipe();
        assertThat(wiped.outcome()).as(wiped.toString()).isEqualTo(Outcome.WIPED);
        assertIsAtBaseline();
        assertThat(wipe.wipe().outcome()).isEqualTo(Outcome.NOTHING_CHANGED);
    }

    void assertIsAtBaseline() throws SQLException {
        assertThat(contents()).isEqualTo(baseline);
    }

    @Override
    public void close() throws SQLException {
        if (wipe != null) {
            wipe.close();
        }
        application.close();
        outside.close();
    }
}
