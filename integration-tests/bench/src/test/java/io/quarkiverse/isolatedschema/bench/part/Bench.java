package io.quarkiverse.isolatedschema.bench.part;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.flywaydb.core.Flyway;

import io.quarkiverse.isolatedschema.bench.Options;
import io.quarkiverse.isolatedschema.bench.process.Jvm;
import io.quarkiverse.isolatedschema.bench.process.Server;
import io.quarkiverse.isolatedschema.bench.result.Machine;
import io.quarkiverse.isolatedschema.bench.result.Recorder;
import io.quarkiverse.isolatedschema.bench.result.Results;
import io.quarkiverse.isolatedschema.bench.result.SchemaFacts;
import io.quarkiverse.isolatedschema.bench.schema.Migrations;
import io.quarkiverse.isolatedschema.bench.schema.Size;

/** What the parts of a run share: what is asked for, what was measured, and what failed. */
public final class Bench {

    private final Options options;

    private final Recorder recorder = new Recorder();

    private final List<String> failures = new ArrayList<>();

    private final long start = System.nanoTime();

    private Machine machine;

    /** @param options what is asked for */
    public Bench(Options options) {
        this.options = options;
    }

    /** @return a server, which the caller closes; it is also asked for the facts of the machine */
    Server server() throws IOException, SQLException {
        Server server = Server.start();
        machine = server.machine();
        return server;
    }

    /** @return all that was measured so far; one part at least has run */
    public Results results() {
        return new Results(LocalDate.now().toString(), Duration.ofNanos(System.nanoTime() - start).toMinutes(), machine,
                recorder.schemas(), recorder.measurements());
    }

    /** @return what is asked for */
    public Options options() {
        return options;
    }

    /** @return takes what is measured */
    public Recorder recorder() {
        return recorder;
    }

    /** @return what could not be measured, and why */
    public List<String> failures() {
        return failures;
    }

    /** A part of a run, or a step of a part. */
    @FunctionalInterface
    public interface Step {

        /** @throws Exception fails the step, and none after it */
        void run() throws Exception;
    }

    /**
     * Does one of several things; when it fails, that is told at the end, and what else was measured is kept.
     *
     * @param name what it is
     * @param step does it
     * @return whether it succeeded
     */
    public boolean attempt(String name, Step step) {
        try {
            step.run();
            return true;
        } catch (Exception failed) {
            failures.add(name + ": " + failed.getMessage());
            progress("FAILED %s: %s", name, failed);
            return false;
        }
    }

    void progress(String format, Object... arguments) {
        System.out.printf("[%3d s] %s%n", (System.nanoTime() - start) / 1_000_000_000, format.formatted(arguments));
    }

    /** Finds out what a size comes to, for the report. */
    void describe(Server server, Size size) throws SQLException, IOException {
        String database = server.database("facts_" + size.label());
        Flyway.configure().dataSource(server.url(database), server.user(), server.password())
                .locations("filesystem:" + migrations(size)).load().migrate();
        String relations = server.ask(database, """
                select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace
                where nspname = 'public' or nspname = 'pg_toast' and relname ~ '^pg_toast_[0-9]+'
                  and c.oid >= 16384""");
        recorder.add(new SchemaFacts(size.label(), size.tables(), size.migrations(), Integer.parseInt(relations)));
    }

    /** @return the directory of the migrations of that size, absolute */
    static Path migrations(Size size) throws IOException {
        return new Migrations(size).write(Jvm.TARGET.resolve("schemas").resolve(size.label()));
    }
}
