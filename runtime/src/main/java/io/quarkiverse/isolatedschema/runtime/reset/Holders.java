package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;

/** Who else has a transaction open that uses the tables. */
final class Holders {

    /** A prepared transaction has no process. */
    private static final String HOLDING = """
            from pg_locks l left join pg_stat_activity a on a.pid = l.pid where l.locktype = 'relation' and l.granted
            and l.database = (select oid from pg_database where datname = current_database())
            and l.pid is distinct from pg_backend_pid() and l.relation = any ('{%s}'::oid[])
            """;

    /** Reading and vacuuming do not disturb. */
    private static final String WRITING = " and l.mode not in ('AccessShareLock', 'RowShareLock', 'ShareUpdateExclusiveLock')";

    private static final String DESCRIBE = "select distinct case when l.pid is null then 'a prepared transaction'"
            + " else format('process %s (%s, %s): %s', l.pid, a.application_name, a.state, a.query) end ";

    private final Connection connection;

    private final String holding;

    Holders(Connection connection, List<WatchedTable> tables) {
        this.connection = connection;
        this.holding = HOLDING
                .formatted(tables.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(",")));
    }

    /** The number of those that may have changed rows, as the query of a mark. */
    String mark() {
        return "count(*), 0 " + holding.replace("left join pg_stat_activity a on a.pid = l.pid", "") + WRITING;
    }

    /** The sessions that hold any of the tables, with their latest SQL. */
    List<String> all() throws SQLException {
        return Databases.query(connection, DESCRIBE + holding + " order by 1");
    }

    /** Those of them that may have changed rows. */
    List<String> writing() throws SQLException {
        return Databases.query(connection, DESCRIBE + holding + WRITING + " order by 1");
    }
}
