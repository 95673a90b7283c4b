package io.quarkiverse.isolatedschema.runtime.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

class GateTest {

    private final Gate patient = new Gate(Duration.ofSeconds(30));

    @Test
    void openItLetsEverybodyPass() {
        assertThatCode(patient::pass).doesNotThrowAnyException();
    }

    @Test
    void shutItHoldsBackUntilItIsOpened() throws Exception {
        patient.shut();
        CompletableFuture<Void> first = pass(patient);
        CompletableFuture<Void> second = pass(patient);
        assertThatThrownBy(() -> first.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        patient.open();

        assertThatCode(() -> first.get(5, TimeUnit.SECONDS)).doesNotThrowAnyException();
        assertThatCode(() -> second.get(5, TimeUnit.SECONDS)).doesNotThrowAnyException();
    }

    @Test
    void itMayBeShutAgain() {
        patient.shut();
        patient.open();
        patient.shut();
        assertThatThrownBy(() -> pass(patient).get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        patient.open();
    }

    @Test
    void itHoldsNobodyBackForever() {
        Gate gate = new Gate(Duration.ofMillis(40));
        gate.shut();
        long start = System.nanoTime();

        assertThatThrownBy(gate::pass).isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("No connection for 40 ms").hasMessageContaining("template")
                .hasMessageContaining("'quarkus.isolated-schema.park-timeout'");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(40), Duration.ofSeconds(5));
    }

    @Test
    void whoIsInterruptedStaysSo() throws Exception {
        patient.shut();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                patient.pass();
                interrupted.complete(false);
            } catch (SQLTransientConnectionException expected) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            } catch (Exception other) {
                interrupted.completeExceptionally(other);
            }
        });
        waiting.start();
        waiting.interrupt();

        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
    }

    private static CompletableFuture<Void> pass(Gate gate) {
        return CompletableFuture.runAsync(() -> {
            try {
                gate.pass();
            } catch (Exception failed) {
                throw new IllegalStateException(new ExecutionException(failed));
            }
        });
    }
}
