package io.quarkiverse.isolatedschema.runtime.straggler;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkiverse.isolatedschema.IsolationException;

/**
 * What still ran at one boundary.
 *
 * @param schema the schema that the application left
 * @param occasion why it left: a clause that begins with "when"
 * @param grace how long the work was waited for
 * @param fate what became of the work: a sentence
 * @param all the pieces of work
 */
public record Stragglers(String schema, String occasion, Duration grace, String fate, List<Straggler> all) {

    /** Nothing. */
    public static final Stragglers NONE = new Stragglers("", "", Duration.ZERO, "", List.of());

    private static final String REMEDY = "Let work end with its test class: wait for it in the test or in an @AfterAll method.";

    /** What becomes of work that began in a lease that a test class gives back, or in the boot lease. */
    public static final String CUT_OFF = "Then it was cut off: connections were closed, transactions can't be committed, and jobs get no"
            + " connection any more.";

    /** @return whether nothing was cut */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** @return one block of text: what was cut, and what to do about it */
    public String text() {
        return "Work still went on in schema " + schema + " " + occasion + ". It had " + grace.toMillis()
                + " ms ('quarkus.isolated-schema.drain-timeout') to come to its end. " + fate
                + all.stream().map(one -> "\n  - " + one).collect(Collectors.joining()) + "\n" + REMEDY;
    }

    /**
     * @param testClass the name of the class that left it behind
     * @return what fails the class
     */
    public IsolationException failure(String testClass) {
        return new IsolationException("Test class '" + testClass + "' left work behind. " + text()
                + " To be only warned, set 'quarkus.isolated-schema.stragglers=warn'.");
    }
}
