package io.quarkiverse.isolatedschema.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

class MarkerTest {

    @Test
    void theCommentTellsPeopleWhatForSinceWhenAndByWhom() {
        Matcher comment = Pattern.compile("quarkus-isolated-schema: OrderTest, since (\\S+Z), process (\\d+) on \\S+")
                .matcher(Marker.comment("OrderTest"));

        assertThat(comment.matches()).isTrue();
        assertThat(Duration.between(Instant.parse(comment.group(1)), Instant.now())).isBetween(Duration.ZERO,
                Duration.ofMinutes(1));
        assertThat(comment.group(2)).isEqualTo(String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void theMarkIsOneThatNobodyWouldChooseAndPostgresTakes() {
        // Postgres takes up to 262143 connections in all, and any connection limit of a database that fits an int.
        assertThat(Marker.CONNECTION_LIMIT).isGreaterThan(262_143);
    }
}
