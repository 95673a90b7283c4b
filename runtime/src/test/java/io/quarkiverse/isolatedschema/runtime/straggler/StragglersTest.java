package io.quarkiverse.isolatedschema.runtime.straggler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

class StragglersTest {

    private final Stragglers two = new Stragglers("test_1", "when OrderTest had ended", Duration.ofMillis(150),
            Stragglers.CUT_OFF, List.of(new Straggler("poller", "a connection"), new Straggler("", "job 'x'")));

    @Test
    void oneBlockNamesAll() {
        assertThat(two.text()).isEqualTo("""
                Work still went on in schema test_1 when OrderTest had ended. It had 150 ms\
                 ('quarkus.isolated-schema.drain-timeout') to come to its end. Then it was cut off: connections were closed,\
                 transactions can't be committed, and jobs get no connection any more.
                  - Thread 'poller': a connection
                  - job 'x'
                Let work end with its test class: wait for it in the test or in an @AfterAll method.""");
    }

    @Test
    void aClassFailsForAllOfThem() {
        assertThat(two.failure("OrderTest")).hasMessage("Test class 'OrderTest' left work behind. " + two.text()
                + " To be only warned, set 'quarkus.isolated-schema.stragglers=warn'.");
    }
}
