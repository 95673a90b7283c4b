package io.quarkiverse.isolatedschema.bench.result;

import java.util.List;

/**
 * What a list of measured values amounts to.
 *
 * @param n how many there are
 * @param min the least
 * @param median the middle one, or the mean of the two in the middle
 * @param p95 the least value that 95 % of all do not exceed
 */
public record Statistics(int n, double min, double median, double p95) {

    private static final double P95 = 0.95;

    /**
     * @param values at least one value, in any order
     * @return what they amount to
     */
    public static Statistics of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There are no statistics of no values");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
        return new Statistics(n, sorted.get(0), median, sorted.get((int) Math.ceil(P95 * n) - 1));
    }
}
