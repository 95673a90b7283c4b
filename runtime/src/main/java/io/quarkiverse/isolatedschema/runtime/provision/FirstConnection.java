package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

/**
 * Looks where a connection to the boot lease really ends up: behind a connection pooler, or by the application's own SQL
 * for new connections, it may be elsewhere. Nothing has been written through one yet when the run is looked at.
 */
public final class FirstConnection {

    private static final Logger log = Logger.getLogger(FirstConnection.class);

    private FirstConnection() {
    }

    /**
     * Where a connection is.
     *
     * @param database the name of its database
     * @param schema the schema in which it makes what has no schema in its name; null where there is none
     * @param path its search path
     */
    record Place(String database, String schema, String path) {

        static Place of(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select current_database(), current_schema(), current_setting('search_path')")) {
                row.next();
                return new Place(row.getString(1), row.getString(2), row.getString(3));
            }
        }

        /** Whether it is where the boot lease is; a run with databases of its own has only to be in the right one. */
        boolean isolated(Run run) {
            return database.equals(run.name()) && (!run.inGivenDatabase() || run.bootSchema().equals(schema));
        }
    }

    /**
     * Opens a connection to the boot lease as the datasource's pool does, and looks where it is.
     *
     * @param run the run, in which the application has not booted yet
     * @param initialSql what each new connection of the datasource runs
     * @param <R> the kind of run
     * @return the run
     * @throws io.quarkiverse.isolatedschema.IsolationException when it is not where the boot lease is; the run is closed
     *         then
     */
    public static <R extends Run> R checked(R run, Optional<String> initialSql) {
        try {
            check(run, initialSql);
            return run;
        } catch (RuntimeException refused) {
            run.close();
            throw refused;
        }
    }

    private static void check(Run run, Optional<String> initialSql) {
        Lease boot = run.bootLease();
        try (Connection connection = boot.access().open(boot.url())) {
            Place place = Place.of(connection);
            if (!place.isolated(run)) {
                throw FirstConnectionErrors.elsewhere(run, place);
            }
            if (initialSql.isPresent() && runs(connection, initialSql.get())) {
                judge(run, Place.of(connection));
            }
        } catch (SQLException refused) {
            throw FirstConnectionErrors.noConnection(run, refused);
        }
    }

    /** What fails here fails for the application, too, which tells it better. */
    private static boolean runs(Connection connection, String initialSql) {
        try {
            execute(connection, initialSql);
            return true;
        } catch (SQLException refused) {
            log.debugf(refused, "'quarkus.datasource.jdbc.new-connection-sql' fails");
            return false;
        }
    }

    private static void judge(Run run, Place place) {
        if (!place.isolated(run)) {
            throw FirstConnectionErrors.ledAway(run, place);
        }
        if (!run.bootSchema().equals(place.schema())) {
            log.warnf("'quarkus.datasource.jdbc.new-connection-sql' gives every connection the search path '%s'. Test classes"
                    + " are isolated all the same, since each has a database of its own, but their tables are not in the schema"
                    + " that 'SchemaLease' names. Say it in the URL instead: add 'currentSchema=%s' to"
                    + " 'quarkus.datasource.jdbc.url', which the schema of the class then comes before.", place.path(),
                    place.path());
        }
    }

    /**
     * Looks where the connections are that the application takes from its datasource, interceptors and all.
     *
     * @param run the run, in which the application has booted
     * @param dataSource the application's datasource
     * @throws io.quarkiverse.isolatedschema.IsolationException when they are not where the boot lease is
     */
    public static void check(Run run, DataSource dataSource) {
        if (!run.inGivenDatabase()) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            Place place = Place.of(connection);
            if (!place.isolated(run)) {
                throw FirstConnectionErrors.intercepted(run, place);
            }
        } catch (SQLException refused) {
            log.debugf(refused, "The datasource gives no connection now, such as outside of a transaction");
        }
    }
}
