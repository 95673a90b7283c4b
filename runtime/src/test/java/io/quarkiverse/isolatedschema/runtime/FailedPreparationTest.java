package io.quarkiverse.isolatedschema.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Kept;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Limits;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;

class FailedPreparationTest {

    private final Deque<Throwable> failures = new ArrayDeque<>();

    private final WarmPool pool = new WarmPool(new LeasePreparation(new Provisioner() {

        @Override
        public Provisioning provisioning() {
            return Provisioning.MIGRATE;
        }

        @Override
        public Provisioned provision(String purpose, Consumer<Lease> reachable) throws SQLException {
            Throwable failure = failures.remove();
            if (failure instanceof SQLException refused) {
                throw refused;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public void describe(Lease lease, String purpose) {
        }

        @Override
        public void drop(Lease lease) {
        }

        @Override
        public Optional<Provisioner> derive(Lease lease) {
            return Optional.empty();
        }

        @Override
        public void discard() {
        }

        @Override
        public Kept keep(Lease lease, String testClass, Limits limits) {
            throw new UnsupportedOperationException();
        }
    }, null, 1, WipeAhead.NEVER), Runnable::run, new WarmPool.Size(1, 1, () -> 1));

    @Test
    void whatItFailedWithReachesTheClassAsItIs() {
        for (Throwable failure : List.of(new SQLException("disk full"), new IsolationException("migration 4 failed"))) {
            failures.add(failure);
            pool.fill();
            assertThatThrownBy(pool::take).isSameAs(failure);
        }
    }

    @Test
    void anErrorIsTheCauseOfARefusal() {
        Error error = new NoClassDefFoundError("org/acme/JavaMigration");
        failures.add(error);
        pool.fill();

        assertThatThrownBy(pool::take).isInstanceOf(SQLException.class).hasMessageContaining("org/acme/JavaMigration")
                .hasCause(error);
    }

    @Test
    void afterAFailureTheNextClassGetsAnotherTry() throws SQLException {
        failures.add(new SQLException("disk full"));
        pool.fill();
        assertThatThrownBy(pool::take).hasMessage("disk full");

        assertThat(pool.take()).as("nothing is on its way").isEmpty();
        failures.add(new SQLException("still full"));
        pool.fill();
        assertThatThrownBy(pool::take).hasMessage("still full");
    }
}
