package org.acme.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.acme.faults.Server.Provisioning;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A suite on a configured server is killed at each stage of its run. The run that follows removes what the one before has
 * left, though it is killed itself, at the stage after that; the last one is not killed, and then nothing is left.
 */
@Timeout(600)
class KilledSuiteTest {

    private static final String LEASE = "\"test_[0-9a-f]{32}\"";

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** Where a suite is killed: when it says something, and after that, when the server begins a statement. */
    private record Stage(String name, Optional<String> line, Optional<Pattern> statement) {

        static Stage statement(String name, String regex) {
            return new Stage(name, Optional.empty(), Optional.of(Pattern.compile(regex)));
        }

        static Stage line(String name, String beginning) {
            return new Stage(name, Optional.of(beginning), Optional.empty());
        }

        /** After the line, since a start drops what the run before has left. */
        static Stage statementAfter(String name, String beginning, String regex) {
            return new Stage(name, Optional.of(beginning), Optional.of(Pattern.compile(regex)));
        }

        void await(Suite.Running suite) throws Exception {
            server.listen();
            if (line.isPresent()) {
                suite.await(line.get());
                server.listen();
            }
            if (statement.isPresent()) {
                server.await(statement.get(), suite);
            }
        }
    }

    @Test
    void cloningDatabases() throws Exception {
        killAt(Provisioning.CLONE, List.of(
                Stage.statement("boot, making the run database", "create database \"test_run_"),
                Stage.statement("boot, making the first schema", "create schema \"test_"),
                Stage.line("boot, when the application has started", "STAGE boot"),
                Stage.statement("capture", "create database \"test_tpl_"),
                Stage.statement("capture, sealing the template", "allow_connections false"),
                Stage.statement("clone", "create database " + LEASE),
                Stage.statement("clone, giving the schema its name", "alter schema " + LEASE + " rename"),
                Stage.line("hand-over", "STAGE boundary"),
                Stage.line("test", "STAGE test of SecondFixture"),
                Stage.line("return", "PASSED ThirdFixture itsNoteIsThere"),
                Stage.line("stop", "STAGE stop"),
                Stage.statementAfter("stop, dropping", "STAGE stop", "drop database if exists \"test_")));
    }

    @Test
    void replaying() throws Exception {
        killAt(Provisioning.REPLAY, List.of(
                Stage.statement("boot, migrating", "create table note"),
                Stage.line("boot, when the application has started", "STAGE boot"),
                Stage.statement("capture, in the trial", "(?s)create table note.*create table note"),
                Stage.statement("making a lease", "(?s)create table note.*create table note.*create table note"),
                Stage.line("hand-over", "STAGE boundary"),
                Stage.line("test", "STAGE test of SecondFixture"),
                Stage.line("return", "PASSED ThirdFixture itsNoteIsThere"),
                Stage.line("stop", "STAGE stop"),
                Stage.statementAfter("stop, dropping", "STAGE stop", "drop schema \"test_")));
    }

    private static void killAt(Provisioning provisioning, List<Stage> stages) throws Exception {
        List<String> before = List.of();
        for (Stage stage : stages) {
            Suite.Running suite = server.suite(provisioning).start();
            try {
                stage.await(suite);
            } finally {
                suite.kill();
            }
            server.awaitNoSessions();
            List<String> left = new ArrayList<>(server.ours());
            assertThat(left).as("what a run left that was killed at: " + stage.name()).isNotEmpty();
            assertThat(before).as("what the run before has left").noneMatch(left::contains);
            before = left;
        }
        server.suite(provisioning).run().assertGood();
        server.assertNothingLeft();
    }
}
