package io.quarkiverse.isolatedschema.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.transaction.TransactionIntegration;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.provision.DatabaseCloneProvisioner;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.provision.RunDatabase;
import io.quarkiverse.isolatedschema.runtime.provision.Template;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class LeasePreparationTest {

    private final PostgresServer server;

    private final Run application;

    LeasePreparationTest(PostgresServer server) throws SQLException {
        this.server = server;
        this.application = Run.on(server);
    }

    @Test
    void aLeaseWhoseConnectionsCannotBeOpenedIsNotLeftBehind() throws SQLException {
        try (RunDatabase run = RunDatabase.open(application.request())) {
            LeasePreparation preparation = new LeasePreparation(new DatabaseCloneProvisioner(Template.capture(run)),
                    Pools.of(application), 4, WipeAhead.NEVER);
            // Room for the connections that rename and drop, not for four of a pool.
            int sessions = server.sessionsOf(application.role());
            server.execute("postgres", "alter role " + application.role() + " connection limit " + (sessions + 2));

            assertThatThrownBy(preparation::ahead).isInstanceOf(SQLException.class)
                    .hasMessageContaining("too many connections for role");
            assertThat(run.left()).as("run database and template").hasSize(2);
        }
    }

    /** Its session may have begun before the schema had its name. */
    @Test
    void theFirstConnectionsFindTheLeasesTables() throws SQLException {
        assertThat(countOrders(Pools.prototype(application))).containsExactly("3");
    }

    @Test
    void connectionsThatBeginWithSqlOfTheApplicationAreOpenedWhenTheSchemaIsThere() throws SQLException {
        assertThat(countOrders(Pools.prototype(application).connectionPoolConfiguration(pool -> pool
                .connectionFactoryConfiguration(connections -> connections.initialSql("select * from orders")))))
                .containsExactly("3");
    }

    private List<String> countOrders(AgroalDataSourceConfigurationSupplier prototype) throws SQLException {
        try (RunDatabase run = RunDatabase.open(application.request())) {
            try (Connection boot = Run.connect(run.bootLease())) {
                Databases.execute(boot, "create table orders as select generate_series(1, 3)");
            }
            LeasePreparation preparation = new LeasePreparation(new DatabaseCloneProvisioner(Template.capture(run)),
                    Pools.of(prototype), 2, WipeAhead.NEVER);
            try (LeasePool pool = preparation.ahead().pool(); Connection connection = pool.dataSource().getConnection()) {
                return Databases.query(connection, "select count(*)::text from orders");
            }
        }
    }

    /** Renaming takes long here: connections are open before it ends. */
    @Test
    void nothingIsAskedOfAConnectionBeforeTheSchemaHasItsName() throws SQLException {
        Set<List<String>> seen = Collections.synchronizedSet(new HashSet<>());
        AgroalPoolInterceptor interceptor = new AgroalPoolInterceptor() {
            @Override
            public void onConnectionCreate(Connection connection) {
                try {
                    seen.add(Databases.query(connection, "select current_schema()"));
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            }
        };
        try (RunDatabase run = RunDatabase.open(application.request())) {
            Provisioner slow = new SlowRename(new DatabaseCloneProvisioner(Template.capture(run)));
            LeasePreparation preparation = new LeasePreparation(slow,
                    new LeasePoolFactory(Pools.prototype(application).get(), List.of(interceptor),
                            new AgroalDataSourceListener() {
                            }, TransactionIntegration::none, UnaryOperator.identity(), 20),
                    1, WipeAhead.NEVER);
            try (LeasePool ahead = preparation.ahead().pool();
                    LeasePool now = preparation.now("OrderTest").pool();
                    Connection connection = now.dataSource().getConnection()) {
                assertThat(Databases.query(connection, "select current_schema()")).containsExactly(now.lease().schema());
                assertThat(seen).containsExactlyInAnyOrder(List.of(ahead.lease().schema()), List.of(now.lease().schema()));
            }
        }
    }

    private record SlowRename(DatabaseCloneProvisioner clones) implements Provisioner {

        @Override
        public Provisioned provision(String purpose, Consumer<Lease> reachable) throws SQLException {
            return clones.provision(purpose, lease -> {
                reachable.accept(lease);
                try {
                    Thread.sleep(200);
                } catch (InterruptedException stop) {
                    throw new IllegalStateException(stop);
                }
            });
        }

        @Override
        public Provisioning provisioning() {
            return clones.provisioning();
        }

        @Override
        public void describe(Lease lease, String purpose) throws SQLException {
            clones.describe(lease, purpose);
        }

        @Override
        public KeptLeases.Kept keep(Lease lease, String testClass, KeptLeases.Limits limits) throws SQLException {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Provisioner> derive(Lease lease) throws SQLException {
            return clones.derive(lease);
        }

        @Override
        public void discard() throws SQLException {
            clones.discard();
        }

        @Override
        public void drop(Lease lease) throws SQLException {
            clones.drop(lease);
        }
    }
}
