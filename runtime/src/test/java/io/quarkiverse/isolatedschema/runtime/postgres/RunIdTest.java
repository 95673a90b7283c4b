package io.quarkiverse.isolatedschema.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {

    @ParameterizedTest
    @ValueSource(longs = { 0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x8000_0000L, 0xffff_ffffL })
    void itsTextReadsBack(long key) {
        assertThat(RunId.parse(new RunId(key).toString())).isEqualTo(new RunId(key));
        assertThat(new RunId(key).toString()).matches("[0-9a-f]{16}");
    }

    @Test
    void everyStartHasItsOwn() {
        assertThat(Stream.generate(RunId::random).limit(1000).distinct()).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "run", "-1", "100abcdef01234567" })
    void otherTextIsNoIdentity(String text) {
        assertThatThrownBy(() -> RunId.parse(text)).isInstanceOf(NumberFormatException.class);
    }
}
