package io.quarkiverse.isolatedschema.runtime.postgres;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comment of a database or schema says that is kept for a look after its test class. Both times are the server's,
 * since many machines may use one server.
 *
 * @param testClass the name of the test class
 * @param since when it was kept, by the millisecond
 * @param until when it may be dropped, by the second
 */
public record KeptMark(String testClass, Instant since, Instant until) {

    private static final Pattern TEXT = Pattern.compile(
            Pattern.quote(Marker.COMMENT_PREFIX) + "kept until (\\S+) for (.*), since (\\S+), process \\d+ on .*");

    /** A mark as exact as its text. */
    public KeptMark {
        since = since.truncatedTo(ChronoUnit.MILLIS);
        until = until.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * @param testClass the name of the test class
     * @param now the server's time
     * @param maxAge for how long it is kept
     * @return the mark of what is kept from now on
     */
    public static KeptMark of(String testClass, Instant now, Duration maxAge) {
        return new KeptMark(testClass, now, now.plus(maxAge));
    }

    /**
     * @param comment the comment of a database or schema
     * @return its mark, or empty when it is not kept; a text that cannot be read keeps nothing
     */
    public static Optional<KeptMark> parse(String comment) {
        Matcher text = TEXT.matcher(comment);
        try {
            return text.matches()
                    ? Optional.of(new KeptMark(text.group(2), Instant.parse(text.group(3)), Instant.parse(text.group(1))))
                    : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** @return the text of the comment */
    public String comment() {
        return Marker.comment("kept until " + until + " for " + testClass, since);
    }
}
