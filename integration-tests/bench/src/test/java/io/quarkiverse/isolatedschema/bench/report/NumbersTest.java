package io.quarkiverse.isolatedschema.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({ "0.0456,0.046", "0.9994,0.999", "0.9996,1.00", "9.994,9.99", "9.996,10.0", "35.26,35.3", "99.96,100",
            "2066.4,2066" })
    void aFigureHasThreeDigitsOrAllBeforeThePoint(double value, String written) {
        assertThat(Numbers.of(value)).isEqualTo(written);
    }
}
