package io.quarkiverse.isolatedschema.runtime.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceMetrics;
import io.agroal.pool.DataSource;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.testing.Pools;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

@ExtendWith(PostgresServerExtension.class)
class RebindableDataSourceTest {

    private final Run application;

    private LeasePool boot;

    private LeasePool lease;

    private RebindableDataSource dataSource;

    RebindableDataSourceTest(PostgresServer server) throws SQLException {
        application = Run.on(server);
    }

    @BeforeEach
    void open() {
        boot = Pools.of(application).create(Pools.lease(application, "boot"));
        lease = Pools.of(application).create(Pools.lease(application, "lease"));
        dataSource = new RebindableDataSource(boot, Duration.ofSeconds(20), Admission.ALL);
    }

    @AfterEach
    void close() {
        lease.close();
        boot.close();
    }

    private String path() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Databases.query(connection, "show search_path").get(0);
        }
    }

    @Test
    void connectionsAreThoseOfTheLeaseOfNow() throws SQLException {
        assertThat(path()).isEqualTo("boot");
        assertThat(dataSource.rebind(lease)).isSameAs(boot);
        assertThat(path()).isEqualTo("lease");
        assertThat(dataSource.current()).isSameAs(lease);
        assertThat(dataSource.rebind(boot)).isSameAs(lease);
        assertThat(path()).isEqualTo("boot");
    }

    @Test
    void aConnectionInUseStaysWithItsLease() throws SQLException {
        try (Connection early = dataSource.getConnection()) {
            dataSource.rebind(lease);

            assertThat(Databases.query(early, "show search_path")).containsExactly("boot");
        }
        assertThat(path()).isEqualTo("lease");
    }

    @Test
    void aPoolClosedAfterTheRebindTroublesNobody() throws SQLException {
        dataSource.rebind(lease);
        boot.close();

        assertThat(path()).isEqualTo("lease");
    }

    @Test
    void aPoolThatIsClosedAndStillCurrentSaysSo() {
        boot.close();

        assertThatThrownBy(this::path).isInstanceOf(SQLException.class);
    }

    @Test
    void whileParkedWhoAsksWaitsAndGetsTheNextLeases() throws Exception {
        dataSource.park();
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return path();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertThatThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        boot.close();
        dataSource.rebind(lease);
        dataSource.unpark();

        assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("lease");
    }

    @Test
    void parkingIsBounded() {
        RebindableDataSource impatient = new RebindableDataSource(boot, Duration.ofMillis(30), Admission.ALL);
        impatient.park();

        assertThatThrownBy(impatient::getConnection).isInstanceOf(SQLException.class).hasMessageContaining("park-timeout");
    }

    @Test
    void theMetricsFetchedOnceGoOn() throws SQLException {
        AgroalDataSourceMetrics metrics = dataSource.getMetrics();
        path();
        path();
        dataSource.rebind(lease);
        path();

        assertThat(metrics.acquireCount()).isEqualTo(3);
        try (Connection used = dataSource.getConnection()) {
            assertThat(metrics.activeCount()).isEqualTo(1);
            assertThat(lease.inUse()).isEqualTo(1);
            assertThat(boot.inUse()).isZero();
        }
        dataSource.rebind(boot);
        assertThat(metrics.acquireCount()).isEqualTo(4);
        assertThat(dataSource.getMetrics()).isSameAs(metrics);
    }

    @Test
    void itIsHealthyAsTheCurrentPoolIs() throws SQLException {
        assertThat(dataSource.isHealthy(true)).isTrue();
        assertThat(dataSource.isHealthy(false)).isTrue();
        dataSource.rebind(lease);
        boot.close();
        assertThat(dataSource.isHealthy(true)).isTrue();
    }

    @Test
    void itUnwrapsToItselfFirstAndToWhatThePoolHas() throws SQLException {
        assertThat(dataSource.unwrap(RebindableDataSource.class)).isSameAs(dataSource);
        assertThat(dataSource.unwrap(AgroalDataSource.class)).isSameAs(dataSource);
        assertThat(dataSource.isWrapperFor(AgroalDataSource.class)).isTrue();
        assertThat(dataSource.isWrapperFor(String.class)).isFalse();
    }

    @Test
    void theConfigurationIsThatOfTheCurrentPool() {
        dataSource.rebind(lease);

        assertThat(dataSource.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration().jdbcUrl())
                .contains("currentSchema=lease");
        assertThat(dataSource.getConfiguration()).isSameAs(((DataSource) lease.dataSource()).getConfiguration());
    }
}
