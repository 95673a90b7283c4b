package io.quarkiverse.isolatedschema.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class JdbcUrlSearchPathTest {

    private static final String SERVER = "jdbc:postgresql://h/shop";

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "?currentSchema=orders; orders",
            "?currentSchema=orders,public; orders,public",
            "?currentSchema=orders,%20public; orders, public",
            "?currentSchema=%22Or%20ders%22; \"Or ders\"",
            "?options=-c%20search_path=orders; orders",
            "?options=-csearch_path=orders,public; orders,public",
            "?options=--search_path=orders; orders",
            "?options=--search-path=orders; orders",
            "?options=-c%20search_path%3Dorders%5C,%5C%20public; orders, public",
            "?options=-c%20statement_timeout=9%20-c%20search_path=orders%20-c%20geqo=off; orders",
            "?options=-c%20search_path=orders&currentSchema=billing; billing" })
    void whatTheUrlAsksForIsRead(String parameters, String path) {
        assertThat(url(parameters).searchPath()).contains(path);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "?ssl=true", "?options=-c%20statement_timeout=9" })
    void mostUrlsAskForNone(String parameters) {
        assertThat(url(parameters).searchPath()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "?currentSchema=orders", "?options=-c%20search_path=orders",
            "?options=--search-path=a%5C%20b&currentSchema=orders" })
    void anotherOneReplacesItWhereverItStands(String parameters) {
        JdbcUrl url = url(parameters).withSearchPath("test_1, \"$user\", public");

        assertThat(url.parameters()).containsOnlyKeys("currentSchema");
        assertThat(url.searchPath()).contains("test_1, \"$user\", public");
        assertThat(Driver.parseURL(url.toString(), null).getProperty("currentSchema"))
                .isEqualTo("test_1, \"$user\", public");
    }

    @Test
    void theOtherOptionsStay() {
        JdbcUrl url = url("?options=-c%20statement_timeout=9%20-c%20search_path=orders%20-c%20geqo=off&ssl=true");

        assertThat(url.withSearchPath("test_1").parameters().get("options")).matches("-c statement_timeout=9 +-c geqo=off");
        assertThat(url.withSearchPath("test_1").parameters()).containsKeys("ssl", "currentSchema");
        assertThat(url.withoutSearchPath().parameters()).containsOnlyKeys("options", "ssl");
    }

    @Test
    void theOriginalIsNotChanged() {
        JdbcUrl url = url("?currentSchema=orders&options=-c%20search_path=a");
        url.withSearchPath("other");
        url.withoutSearchPath();

        assertThat(url).isEqualTo(url("?currentSchema=orders&options=-c%20search_path=a"));
    }

    private static JdbcUrl url(String parameters) {
        return JdbcUrl.parse(SERVER + parameters).orElseThrow();
    }
}
