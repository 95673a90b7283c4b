package io.quarkiverse.isolatedschema.bench.report;

import java.util.Locale;

/** Writes figures with as many digits as they deserve. */
final class Numbers {

    private Numbers() {
    }

    /** With three digits, or all before the point. */
    static String of(double value) {
        double size = Math.abs(value);
        int digits = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
