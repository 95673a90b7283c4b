package org.acme.orders.collision;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.acme.orders.collision.Reports.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Looks at how the quickstart's tests, each of which passes alone, fail together in one database. */
class CollisionTest {

    static List<Outcome> outcomes;

    @BeforeAll
    static void readReports() throws Exception {
        outcomes = Reports.read(Path.of(System.getProperty("reports-without-isolation")));
    }

    @Test
    void mostClassesFail() {
        Set<String> failed = outcomes.stream().filter(Outcome::failed).map(Outcome::testClass).collect(toSet());

        assertThat(failed).hasSizeGreaterThanOrEqualTo(10);
    }

    /** A test that needs no data of its own passes: the others fail neither for the build nor for the application. */
    @Test
    void theApplicationItselfWorks() {
        assertThat(outcomes).contains(new Outcome("OrderResourceTest", "anUnknownOrderIsNotFound", null));
    }

    @Test
    void uniqueKeysCollide() {
        assertThat(failures()).anyMatch(failure -> failure
                .contains("duplicate key value violates unique constraint \"customer_email_key\""));
    }

    @Test
    void objectsOfTestsCollide() {
        assertThat(failures()).anyMatch(failure -> failure.contains("schema \"warehouse\" already exists"))
                .anyMatch(failure -> failure.contains("type \"quality\" already exists"));
    }

    private static List<String> failures() {
        return outcomes.stream().filter(Outcome::failed).map(Outcome::failure).toList();
    }
}
