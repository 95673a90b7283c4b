package io.quarkiverse.isolatedschema.bench;

import java.io.IOException;
import java.nio.file.Files;

import io.quarkiverse.isolatedschema.bench.part.Bench;
import io.quarkiverse.isolatedschema.bench.part.HandOvers;
import io.quarkiverse.isolatedschema.bench.part.ManyLeases;
import io.quarkiverse.isolatedschema.bench.part.Methods;
import io.quarkiverse.isolatedschema.bench.part.Suites;
import io.quarkiverse.isolatedschema.bench.process.Jvm;
import io.quarkiverse.isolatedschema.bench.report.Report;
import io.quarkiverse.isolatedschema.bench.result.Results;

/**
 * Measures what a fresh schema for each class, and a reset for each method, cost beside the other ways; {@link Options} tells
 * what can be asked for.
 */
public final class Benchmark {

    private Benchmark() {
    }

    /** @param arguments none: the options are system properties */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(System.getProperties());
        if (options.render().isPresent()) {
            report(Results.read(options.render().get()), options);
            return;
        }
        Bench bench = new Bench(options);
        bench.attempt("hand-overs", new HandOvers(bench)::run);
        bench.attempt("methods", new Methods(bench)::run);
        bench.attempt("suites", new Suites(bench)::run);
        bench.attempt("many leases", new ManyLeases(bench)::run);
        report(bench.results(), options);
        bench.failures().forEach(failure -> System.err.println("Not measured: " + failure));
        System.exit(bench.failures().isEmpty() ? 0 : 1);
    }

    private static void report(Results results, Options options) throws IOException {
        Files.createDirectories(Jvm.TARGET);
        Report report = new Report(results);
        report.writeTo(Jvm.TARGET);
        if (options.publish()) {
            report.publish();
        }
        System.out.println(report.console());
    }
}
