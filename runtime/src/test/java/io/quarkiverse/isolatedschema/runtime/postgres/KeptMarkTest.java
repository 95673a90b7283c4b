package io.quarkiverse.isolatedschema.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptMarkTest {

    private static final Instant NOW = Instant.parse("2026-11-21T17:25:09.123456Z");

    @Test
    void theCommentTellsPeopleUntilWhenAndForWhich() {
        assertThat(KeptMark.of("OrderTest.Refunds", NOW, Duration.ofHours(24)).comment()).matches(
                "quarkus-isolated-schema: kept until 2026-11-22T17:25:09Z for OrderTest\\.Refunds, since 2026-11-21T17:25:09\\.123Z,"
                        + " process " + ProcessHandle.current().pid() + " on \\S+");
    }

    @Test
    void whatTheCommentTellsIsReadBack() {
        KeptMark mark = KeptMark.of("OrderTest", NOW, Duration.ofDays(3_000_000));

        assertThat(KeptMark.parse(mark.comment())).contains(mark);
    }

    @Test
    void aCommentWithoutItKeepsNothing() {
        assertThat(KeptMark.parse(Marker.comment("OrderTest"))).isEmpty();
        assertThat(KeptMark.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "kept until 2026-13-22T17:25:09Z for A, since 2026-11-21T17:25:09Z, process 1 on h",
            "quarkus-isolated-schema: kept until 2026-13-22T17:25:09Z for A, since 2026-11-21T17:25:09Z, process 1 on h",
            "quarkus-isolated-schema: kept until tomorrow for A, since 2026-11-21T17:25:09Z, process 1 on h",
            "quarkus-isolated-schema: kept until 2026-11-22T17:25:09Z",
            "my quarkus-isolated-schema: kept until 2026-11-22T17:25:09Z for A, since 2026-11-21T17:25:09Z, process 1 on h" })
    void aTextThatCannotBeReadKeepsNothing(String comment) {
        assertThat(KeptMark.parse(comment)).isEmpty();
    }
}
