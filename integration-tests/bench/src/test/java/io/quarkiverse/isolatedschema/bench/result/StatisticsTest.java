package io.quarkiverse.isolatedschema.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void theOrderOfTheValuesDoesNotMatter() {
        List<Double> values = new ArrayList<>(IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList());
        Collections.shuffle(values, new Random(1));

        assertThat(Statistics.of(values)).isEqualTo(new Statistics(100, 1, 50.5, 95));
    }

    @Test
    void theMiddleOfAnOddNumberIsAValue() {
        assertThat(Statistics.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Statistics(3, 1, 5, 9));
    }

    @Test
    void ofFewValuesThe95thPercentileIsTheGreatest() {
        List<Double> thirty = IntStream.rangeClosed(1, 30).mapToObj(i -> (double) i).toList();

        assertThat(Statistics.of(thirty.subList(0, 10)).p95()).isEqualTo(10);
        assertThat(Statistics.of(thirty).p95()).as("one of thirty values may be an outlier").isEqualTo(29);
    }

    @Test
    void oneValueIsAllOfThem() {
        assertThat(Statistics.of(List.of(7.0))).isEqualTo(new Statistics(1, 7, 7, 7));
    }

    @Test
    void noValuesHaveNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.of(List.of()));
    }
}
