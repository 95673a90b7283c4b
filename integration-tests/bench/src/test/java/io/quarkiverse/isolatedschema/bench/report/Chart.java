package io.quarkiverse.isolatedschema.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

import io.quarkiverse.isolatedschema.bench.part.Scenario;
import io.quarkiverse.isolatedschema.bench.result.Measurement;
import io.quarkiverse.isolatedschema.bench.result.Results;
import io.quarkiverse.isolatedschema.bench.result.Statistics;

/**
 * What a class waits for by each way and size, in one process: bars to the median and lines to the 95th percentile, on a
 * logarithmic axis.
 */
final class Chart {

    private static final int LABELS = 400;

    private static final int WIDTH = 1000;

    private static final int BAR = 10;

    private static final int GAP = 10;

    private static final int TOP = 60;

    private static final int BOTTOM = 30;

    private static final List<String> COLOURS = List.of("#9ecae1", "#4292c6", "#08519c");

    private final Results results;

    private final List<String> sizes;

    private final List<Scenario> ways;

    private final double least;

    private final double most;

    private final StringBuilder svg = new StringBuilder();

    Chart(Results results) {
        this.results = results;
        this.sizes = results.sizes().toList();
        this.ways = Scenario.ALL.stream().filter(way -> sizes.stream().anyMatch(size -> find(way, size).isPresent()))
                .toList();
        this.least = Math.floor(exponents().min().orElse(0));
        this.most = Math.max(least + 1, Math.ceil(exponents().max().orElse(1)));
    }

    private DoubleStream exponents() {
        return ways.stream().flatMap(way -> sizes.stream().map(size -> find(way, size))).flatMap(Optional::stream)
                .map(Measurement::statistics).flatMapToDouble(
                        statistics -> DoubleStream.of(statistics.median(), statistics.p95()))
                .map(Math::log10);
    }

    private Optional<Measurement> find(Scenario way, String size) {
        return results.find(way.name(), size, 1, "total");
    }

    /** @return a whole SVG document */
    String svg() {
        int block = sizes.size() * BAR + GAP;
        int height = TOP + ways.size() * block + BOTTOM;
        line("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH, height);
        line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        line("<text x=\"10\" y=\"22\" font-size=\"16\">A fresh state and the first query: median, and line to the 95th"
                + " percentile, in ms</text>");
        legend();
        axis(height);
        for (int i = 0; i < ways.size(); i++) {
            bars(ways.get(i), TOP + i * block);
        }
        line("</svg>");
        return svg.toString();
    }

    private void legend() {
        for (int i = 0; i < sizes.size(); i++) {
            int x = LABELS + i * 110;
            line("<rect x=\"%d\" y=\"34\" width=\"%d\" height=\"%d\" fill=\"%s\"/>", x, BAR, BAR, colour(i));
            line("<text x=\"%d\" y=\"43\">%s</text>", x + BAR + 5, text(sizes.get(i)));
        }
    }

    private void axis(int height) {
        for (int exponent = (int) least; exponent <= most; exponent++) {
            double x = x(Math.pow(10, exponent));
            line("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#cccccc\"/>", x, TOP - 5, x, height - BOTTOM);
            line("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, height - 10, tick(exponent));
        }
    }

    private static String tick(int exponent) {
        return exponent >= 0 ? String.valueOf(Math.round(Math.pow(10, exponent)))
                : String.format(Locale.ROOT, "%." + -exponent + "f", Math.pow(10, exponent));
    }

    private void bars(Scenario way, int top) {
        int middle = top + sizes.size() * BAR / 2 + 5;
        line("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LABELS - 8, middle, text(way.label()));
        for (int i = 0; i < sizes.size(); i++) {
            int y = top + i * BAR;
            String colour = colour(i);
            find(way, sizes.get(i)).map(Measurement::statistics).ifPresent(statistics -> bar(statistics, y, colour));
        }
    }

    private void bar(Statistics statistics, int y, String colour) {
        double median = x(statistics.median());
        double p95 = x(statistics.p95());
        line("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", LABELS, y, median - LABELS, BAR - 1,
                colour);
        line("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#333333\"/>", median, y + BAR / 2.0, p95,
                y + BAR / 2.0);
        line("<text x=\"%.1f\" y=\"%d\" font-size=\"9\">%s</text>", p95 + 4, y + BAR - 2, Numbers.of(statistics.median()));
    }

    private String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    private double x(double millis) {
        return LABELS + (Math.log10(millis) - least) / (most - least) * (WIDTH - LABELS - 60);
    }

    private static String text(String label) {
        return label.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void line(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
