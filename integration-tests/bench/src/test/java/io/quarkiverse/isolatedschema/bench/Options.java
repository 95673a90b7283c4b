package io.quarkiverse.isolatedschema.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.bench.schema.Size;

/**
 * What the command line asks for.
 *
 * @param only the beginnings of the names of the scenarios to measure; empty for all
 * @param sizes the sizes of schema
 * @param processes how many processes at once
 * @param rounds how often every scenario gets its turn
 * @param quick whether a run is to be short rather than exact
 * @param render results of a former run to draw tables and chart from, instead of measuring
 * @param publish whether tables, chart and results replace those of the documentation
 */
public record Options(List<String> only, List<Size> sizes, List<Integer> processes, int rounds, boolean quick,
        Optional<Path> render, boolean publish) {

    private static final int ROUNDS = 3;

    /**
     * @param properties with {@code bench.only}, {@code bench.sizes}, {@code bench.processes}, {@code bench.rounds},
     *        {@code bench.quick}, {@code bench.render} and {@code bench.publish}; an empty one is as none
     * @return what they ask for
     */
    public static Options of(Properties properties) {
        boolean quick = flag(properties, "bench.quick");
        return new Options(list(properties, "bench.only").toList(),
                or(list(properties, "bench.sizes").map(name -> Size.valueOf(name.toUpperCase(Locale.ROOT))).toList(),
                        quick ? List.of(Size.MEDIUM) : List.of(Size.values())),
                or(list(properties, "bench.processes").map(Integer::valueOf).toList(), quick ? List.of(1) : List.of(1, 4)),
                list(properties, "bench.rounds").findFirst().map(Integer::valueOf).orElse(quick ? 1 : ROUNDS),
                quick, list(properties, "bench.render").findFirst().map(Path::of), flag(properties, "bench.publish"));
    }

    private static boolean flag(Properties properties, String name) {
        String value = properties.getProperty(name, "");
        return !value.isBlank() && !value.equals("false");
    }

    private static Stream<String> list(Properties properties, String name) {
        return Stream.of(properties.getProperty(name, "").split(",")).map(String::trim).filter(word -> !word.isEmpty());
    }

    private static <T> List<T> or(List<T> asked, List<T> all) {
        return asked.isEmpty() ? all : asked;
    }

    /** @return whether the scenario is asked for */
    public boolean wants(String scenario) {
        return only.isEmpty() || only.stream().anyMatch(scenario::startsWith);
    }

    /** @return the size that those scenarios use that know only one: medium, or else the first that is asked for */
    public Size usual() {
        return sizes.contains(Size.MEDIUM) ? Size.MEDIUM : sizes.get(0);
    }
}
