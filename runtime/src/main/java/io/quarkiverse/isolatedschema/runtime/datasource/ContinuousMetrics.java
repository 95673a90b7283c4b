package io.quarkiverse.isolatedschema.runtime.datasource;

import java.time.Duration;

import io.agroal.api.AgroalDataSourceMetrics;

/**
 * The metrics of all pools there have been: counters go on across a rebind instead of falling back to zero, gauges are
 * those of the current pool. Quarkus fetches this object once and keeps it.
 */
final class ContinuousMetrics implements AgroalDataSourceMetrics {

    private volatile State state;

    ContinuousMetrics(AgroalDataSourceMetrics current) {
        this.state = new State(current, new Counts(0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO),
                new Maxima(0, Duration.ZERO, Duration.ZERO));
    }

    /** The current pool and what the others counted while they were current: one reference, so that no reader sees half. */
    private record State(AgroalDataSourceMetrics current, Counts others, Maxima maxima) {
    }

    private record Maxima(long used, Duration creation, Duration blocking) {
    }

    private record Counts(long creations, long leaks, long invalids, long flushes, long reaps, long destroys,
            long acquisitions, Duration creation, Duration blocking) {

        static Counts of(AgroalDataSourceMetrics pool) {
            return new Counts(pool.creationCount(), pool.leakDetectionCount(), pool.invalidCount(), pool.flushCount(),
                    pool.reapCount(), pool.destroyCount(), pool.acquireCount(), pool.creationTimeTotal(),
                    pool.blockingTimeTotal());
        }

        Counts plus(Counts other, int sign) {
            return new Counts(creations + sign * other.creations, leaks + sign * other.leaks,
                    invalids + sign * other.invalids, flushes + sign * other.flushes, reaps + sign * other.reaps,
                    destroys + sign * other.destroys, acquisitions + sign * other.acquisitions,
                    creation.plus(other.creation.multipliedBy(sign)), blocking.plus(other.blocking.multipliedBy(sign)));
        }
    }

    /** Goes on with another pool, which may have been current before. */
    void rebind(AgroalDataSourceMetrics next) {
        Counts others = state.others.plus(Counts.of(state.current), 1).plus(Counts.of(next), -1);
        state = new State(next, others, new Maxima(maxUsedCount(), creationTimeMax(), blockingTimeMax()));
    }

    private static Counts total(State now) {
        return now.others.plus(Counts.of(now.current), 1);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration average(Duration total, long count) {
        return count == 0 ? Duration.ZERO : total.dividedBy(count);
    }

    @Override
    public long creationCount() {
        return total(state).creations;
    }

    @Override
    public Duration creationTimeAverage() {
        Counts total = total(state);
        return average(total.creation, total.creations);
    }

    @Override
    public Duration creationTimeMax() {
        State now = state;
        return max(now.maxima.creation, now.current.creationTimeMax());
    }

    @Override
    public Duration creationTimeTotal() {
        return total(state).creation;
    }

    @Override
    public long leakDetectionCount() {
        return total(state).leaks;
    }

    @Override
    public long invalidCount() {
        return total(state).invalids;
    }

    @Override
    public long flushCount() {
        return total(state).flushes;
    }

    @Override
    public long reapCount() {
        return total(state).reaps;
    }

    @Override
    public long destroyCount() {
        return total(state).destroys;
    }

    @Override
    public long activeCount() {
        return state.current.activeCount();
    }

    @Override
    public long maxUsedCount() {
        State now = state;
        return Math.max(now.maxima.used, now.current.maxUsedCount());
    }

    @Override
    public long availableCount() {
        return state.current.availableCount();
    }

    @Override
    public long acquireCount() {
        return total(state).acquisitions;
    }

    @Override
    public Duration blockingTimeAverage() {
        Counts total = total(state);
        return average(total.blocking, total.acquisitions);
    }

    @Override
    public Duration blockingTimeMax() {
        State now = state;
        return max(now.maxima.blocking, now.current.blockingTimeMax());
    }

    @Override
    public Duration blockingTimeTotal() {
        return total(state).blocking;
    }

    @Override
    public long awaitingCount() {
        return state.current.awaitingCount();
    }

    @Override
    public void reset() {
        state.current.reset();
    }

    @Override
    public String toString() {
        return state.current.toString();
    }
}
