package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.transaction.TransactionIntegration;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.LogRecords;
import io.quarkiverse.isolatedschema.runtime.testing.Pooler;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** A connection that ends up elsewhere is noticed before anything is written through one. */
@ExtendWith(PostgresServerExtension.class)
class FirstConnectionTest {

    private static final String AWAY = "set search_path to public, pg_catalog";

    private final PostgresServer server;

    private Run application;

    FirstConnectionTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void makeAnApplication() throws SQLException {
        application = Run.on(server);
    }

    private GivenDatabase given(RunDatabaseRequest request) {
        return GivenRun.open(application, request, Provisioning.AUTO, BootedApplication.UNKNOWN).run();
    }

    @ParameterizedTest
    @ValueSource(strings = { "set statement_timeout = 4711", "no sql",
            "select set_config('search_path', current_setting('search_path') || ', pg_catalog', false)" })
    void initialSqlThatStaysInTheSchemaIsFine(String initialSql) {
        try (GivenDatabase run = FirstConnection.checked(given(application.request()), Optional.of(initialSql))) {
            assertThat(run.left()).hasSize(1);
        }
        try (LogRecords logged = new LogRecords(FirstConnection.class);
                RunDatabase run = FirstConnection.checked(RunDatabase.open(application.again()), Optional.of(initialSql))) {
            assertThat(run.left()).hasSize(1);
            assertThat(logged.at(Level.WARNING)).isEmpty();
        }
    }

    @Test
    void initialSqlThatLeadsToTheUsersOwnSchemaIsRefused() throws SQLException {
        GivenDatabase run = given(application.request());

        assertThatThrownBy(() -> FirstConnection.checked(run, Optional.of(AWAY))).isInstanceOf(IsolationException.class)
                .hasMessage(
                        "'quarkus.datasource.jdbc.new-connection-sql' leads every connection to schema 'public' of database '"
                                + application.database()
                                + "' (search path 'public, pg_catalog'), away from the schema it is to work in."
                                + " Every test class would work there, in what is the user's own. Say it in the URL instead: add"
                                + " 'currentSchema=public, pg_catalog' to 'quarkus.datasource.jdbc.url', which the schema of the class"
                                + " then comes before; " + ProvisioningErrors.OR_CLONE);
        nothingIsLeft();
    }

    @Test
    void inADatabaseOfItsOwnItIsIsolatedAndTold() {
        try (LogRecords logged = new LogRecords(FirstConnection.class);
                RunDatabase run = FirstConnection.checked(RunDatabase.open(application.request()), Optional.of(AWAY))) {
            assertThat(run.left()).hasSize(1);
            assertThat(logged.at(Level.WARNING)).singleElement().asString()
                    .startsWith("'quarkus.datasource.jdbc.new-connection-sql' gives every connection the search path 'public,"
                            + " pg_catalog'. Test classes are isolated all the same")
                    .contains("add 'currentSchema=public, pg_catalog' to 'quarkus.datasource.jdbc.url'");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void aPoolerThatLetsNoSearchPathThroughIsRefused(boolean inGivenDatabase) throws Exception {
        try (Pooler pooler = Pooler.refusing(server)) {
            RunDatabaseRequest behind = application.withUrl(pooler.url(application.database()));
            var run = inGivenDatabase ? given(behind) : RunDatabase.open(behind);

            assertThatThrownBy(() -> FirstConnection.checked(run, Optional.empty())).isInstanceOf(IsolationException.class)
                    .hasRootCauseInstanceOf(SQLException.class)
                    .hasMessageStartingWith(
                            "The schema that the application is to boot in, in database '" + run.name() + "' of '"
                                    + behind.original().server() + "', takes no connection: ")
                    .hasMessageEndingWith(
                            "unsupported startup parameter: search_path. A connection pooler such as pgbouncer stands"
                                    + " before the server and lets no search path through. Let 'quarkus.datasource.jdbc.url' name the"
                                    + " server itself in tests.");
            nothingIsLeft();
        }
    }

    @Test
    void aPoolerThatDropsTheSearchPathIsRefusedWhereNothingElseIsolates() throws Exception {
        try (Pooler pooler = Pooler.ignoring(server)) {
            GivenDatabase run = given(application.withUrl(pooler.url(application.database())));

            assertThatThrownBy(() -> FirstConnection.checked(run, Optional.empty())).isInstanceOf(IsolationException.class)
                    .hasMessage("Connections to '" + run.original().server() + "' end up in schema 'public' of database '"
                            + run.name() + "' (search path '\"$user\", public'), not in schema '" + run.bootSchema()
                            + "' of database '" + run.name()
                            + "' that their URL asks for. Something on the way drops that, such"
                            + " as pgbouncer with 'ignore_startup_parameters'. Let 'quarkus.datasource.jdbc.url' name the server"
                            + " itself in tests.");
            nothingIsLeft();
        }
    }

    @Test
    void behindAPoolerThatDropsItADatabaseOfItsOwnGivesThePath() throws Exception {
        try (Pooler pooler = Pooler.ignoring(server);
                RunDatabase run = FirstConnection.checked(
                        RunDatabase.open(application.withUrl(pooler.url(application.database()))), Optional.empty())) {
            Lease lease = new DatabaseCloneProvisioner(Template.capture(run)).provision("test").lease();
            try (Connection connection = Run.connect(lease)) {
                assertThat(Databases.query(connection, "select current_schema()")).containsExactly(lease.schema());
            }
        }
    }

    @Test
    void anInterceptorThatLeadsConnectionsAwayIsRefused() throws SQLException {
        GivenDatabase run = given(application.request());
        try (run; LeasePool pool = pools(AWAY).create(run.bootLease())) {
            assertThatThrownBy(() -> FirstConnection.check(run, pool.dataSource())).isInstanceOf(IsolationException.class)
                    .hasMessage("The connections that the application takes from its datasource are in schema 'public' of"
                            + " database '" + run.name() + "' (search path 'public, pg_catalog'), not in schema '"
                            + run.bootSchema() + "' that they were opened in. Every test class would work there, in what is the"
                            + " user's own. Let no 'AgroalPoolInterceptor' and no other code of the application set their search"
                            + " path in tests; " + ProvisioningErrors.OR_CLONE);
        }
    }

    @Test
    void anInterceptorThatLeavesThemWhereTheyAreIsFine() {
        GivenDatabase run = given(application.request());
        try (run; LeasePool pool = pools("set statement_timeout = 4711").create(run.bootLease())) {
            assertThatCode(() -> FirstConnection.check(run, pool.dataSource())).doesNotThrowAnyException();
        }
    }

    private LeasePoolFactory pools(String sqlOfInterceptor) {
        AgroalPoolInterceptor interceptor = new AgroalPoolInterceptor() {
            @Override
            public void onConnectionAcquire(Connection connection) {
                try {
                    Databases.execute(connection, sqlOfInterceptor);
                } catch (SQLException refused) {
                    throw new IllegalStateException(refused);
                }
            }
        };
        return new LeasePoolFactory(Pools.prototype(application).get(), List.of(interceptor), new AgroalDataSourceListener() {
        }, TransactionIntegration::none, UnaryOperator.identity(), 20);
    }

    private void nothingIsLeft() throws SQLException {
        assertThat(server.query("postgres", "select datname from pg_database where datname ~ '^test_' and datdba = ?::regrole",
                application.role())).isEmpty();
        assertThat(server.query(application.database(), "select nspname from pg_namespace where nspname ~ '^test_'")).isEmpty();
    }
}
