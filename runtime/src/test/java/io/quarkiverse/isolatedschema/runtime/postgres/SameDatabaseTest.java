package io.quarkiverse.isolatedschema.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameDatabaseTest {

    @ParameterizedTest
    @CsvSource({ "jdbc:postgresql://localhost:5432/shop, jdbc:postgresql://localhost/shop?ssl=true",
            "jdbc:postgresql://127.0.0.1/shop, jdbc:postgresql://LOCALHOST:5432/shop",
            "jdbc:postgresql://[::1]:5433/shop, jdbc:postgresql://localhost:5433/shop",
            "jdbc:postgresql:shop, jdbc:postgresql://localhost/shop", "jdbc:postgresql:///shop, jdbc:postgresql:shop",
            "jdbc:otel:postgresql://db/shop, jdbc:postgresql://db:5432/shop" })
    void theSameInOtherWords(String one, String other) {
        assertThat(parse(one).sameDatabase(parse(other))).isTrue();
        assertThat(parse(other).sameDatabase(parse(one))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({ "jdbc:postgresql://localhost:5432/shop, jdbc:postgresql://localhost:5433/shop",
            "jdbc:postgresql://localhost/shop, jdbc:postgresql://localhost/shops",
            "jdbc:postgresql://one/shop, jdbc:postgresql://other/shop" })
    void another(String one, String other) {
        assertThat(parse(one).sameDatabase(parse(other))).isFalse();
    }

    private static JdbcUrl parse(String url) {
        return JdbcUrl.parse(url).orElseThrow();
    }
}
