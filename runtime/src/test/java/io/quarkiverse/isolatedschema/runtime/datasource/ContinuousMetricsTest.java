package io.quarkiverse.isolatedschema.runtime.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSourceMetrics;

class ContinuousMetricsTest {

    private final Pool boot = new Pool();

    private final Pool lease = new Pool();

    private final ContinuousMetrics metrics = new ContinuousMetrics(boot);

    @Test
    void countersGoOnFromBootToLeaseAndBack() {
        boot.count = 5;
        assertCounts(5);
        metrics.rebind(lease);
        assertCounts(5);
        lease.count = 3;
        assertCounts(8);
        metrics.rebind(boot);
        assertCounts(8);
        boot.count = 7;
        assertCounts(10);
        metrics.rebind(new Pool());
        assertCounts(10);
    }

    @Test
    void countersNeverFallOverManyLeases() {
        long last = 0;
        for (int i = 0; i < 50; i++) {
            Pool next = new Pool();
            metrics.rebind(next);
            next.count = i;
            assertThat(metrics.acquireCount()).isGreaterThanOrEqualTo(last);
            metrics.rebind(boot);
            boot.count++;
            assertThat(metrics.acquireCount()).isGreaterThan(last);
            last = metrics.acquireCount();
        }
        assertThat(last).isEqualTo(50 * 49 / 2 + 50);
    }

    @Test
    void gaugesAreThoseOfTheCurrentPool() {
        boot.gauge = 4;
        lease.gauge = 1;
        assertThat(metrics.activeCount()).isEqualTo(4);
        metrics.rebind(lease);
        assertThat(metrics.activeCount()).isEqualTo(1);
        assertThat(metrics.availableCount()).isEqualTo(1);
        assertThat(metrics.awaitingCount()).isEqualTo(1);
        metrics.rebind(boot);
        assertThat(metrics.activeCount()).isEqualTo(4);
    }

    @Test
    void maximaAreThoseOfAllPools() {
        boot.max = 9;
        metrics.rebind(lease);
        lease.max = 4;
        assertMaxima(9);
        lease.max = 12;
        assertMaxima(12);
        metrics.rebind(boot);
        assertMaxima(12);
    }

    @Test
    void averagesAreThoseOfAllConnections() {
        boot.count = 2;
        boot.total = Duration.ofMillis(10);
        metrics.rebind(lease);
        lease.count = 2;
        lease.total = Duration.ofMillis(30);

        assertThat(metrics.creationTimeTotal()).isEqualTo(Duration.ofMillis(40));
        assertThat(metrics.creationTimeAverage()).isEqualTo(Duration.ofMillis(10));
        assertThat(metrics.blockingTimeTotal()).isEqualTo(Duration.ofMillis(40));
        assertThat(metrics.blockingTimeAverage()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void averagesOfNothingAreZero() {
        assertThat(metrics.creationTimeAverage()).isZero();
        assertThat(metrics.blockingTimeAverage()).isZero();
    }

    private void assertCounts(long count) {
        assertThat(new long[] { metrics.creationCount(), metrics.leakDetectionCount(), metrics.invalidCount(),
                metrics.flushCount(), metrics.reapCount(), metrics.destroyCount(), metrics.acquireCount() })
                .containsOnly(count);
    }

    private void assertMaxima(int max) {
        assertThat(metrics.maxUsedCount()).isEqualTo(max);
        assertThat(metrics.creationTimeMax()).isEqualTo(Duration.ofMillis(max));
        assertThat(metrics.blockingTimeMax()).isEqualTo(Duration.ofMillis(max));
    }

    /** The metrics of one pool: all counters alike, all gauges alike, all maxima alike. */
    private static final class Pool implements AgroalDataSourceMetrics {

        private long count;

        private long gauge;

        private long max;

        private Duration total = Duration.ZERO;

        @Override
        public long creationCount() {
            return count;
        }

        @Override
        public long leakDetectionCount() {
            return count;
        }

        @Override
        public long invalidCount() {
            return count;
        }

        @Override
        public long flushCount() {
            return count;
        }

        @Override
        public long reapCount() {
            return count;
        }

        @Override
        public long destroyCount() {
            return count;
        }

        @Override
        public long acquireCount() {
            return count;
        }

        @Override
        public long activeCount() {
            return gauge;
        }

        @Override
        public long availableCount() {
            return gauge;
        }

        @Override
        public long awaitingCount() {
            return gauge;
        }

        @Override
        public long maxUsedCount() {
            return max;
        }

        @Override
        public Duration creationTimeMax() {
            return Duration.ofMillis(max);
        }

        @Override
        public Duration blockingTimeMax() {
            return Duration.ofMillis(max);
        }

        @Override
        public Duration creationTimeTotal() {
            return total;
        }

        @Override
        public Duration blockingTimeTotal() {
            return total;
        }
    }
}
