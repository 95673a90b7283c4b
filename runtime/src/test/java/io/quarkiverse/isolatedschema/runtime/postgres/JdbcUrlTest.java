package io.quarkiverse.isolatedschema.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class JdbcUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "jdbc:postgresql:shop",
            "jdbc:postgresql://localhost/",
            "jdbc:postgresql://localhost/shop",
            "jdbc:postgresql://localhost:5433/shop",
            "jdbc:postgresql:///shop",
            "jdbc:postgresql:///",
            "jdbc:postgresql://[::1]:5433/shop",
            "jdbc:postgresql://[fe80::1%25eth0]/shop",
            "jdbc:postgresql://one:5433,two:5434/shop?targetServerType=primary",
            "jdbc:postgresql://one,two/shop",
            "jdbc:postgresql://localhost/shop%20of%20mine",
            "jdbc:postgresql://localhost/a%2Fb%3Fc",
            "jdbc:postgresql://localhost/b%C3%BCcher",
            "jdbc:postgresql://localhost/shop?user=app&password=p%26w%3D%25%2B%20%3F",
            "jdbc:postgresql://localhost/shop?ssl",
            "jdbc:postgresql://localhost/shop?ssl=true&sslmode=require&",
            "jdbc:postgresql://localhost/?user=app",
            "jdbc:postgresql:shop?user=app",
            "jdbc:postgresql://localhost/shop?currentSchema=orders,public",
            "jdbc:postgresql://localhost/shop?options=-c%20search_path%3Dorders%20-c%20statement_timeout%3D90000",
            "jdbc:postgresql://localhost/shop?ApplicationName=a+b",
    })
    void whatPgjdbcReadsStaysTheSameThroughOurHands(String url) {
        JdbcUrl parsed = JdbcUrl.parse(url).orElseThrow();

        assertThat(Driver.parseURL(parsed.toString(), null)).isNotNull().isEqualTo(Driver.parseURL(url, null));
        assertThat(JdbcUrl.parse(parsed.toString())).contains(parsed);
    }

    @ParameterizedTest
    @CsvSource({ "jdbc:postgresql:shop,jdbc:postgresql:,shop",
            "jdbc:postgresql://localhost,jdbc:postgresql://localhost/,''",
            "jdbc:postgresql:///shop,jdbc:postgresql:///,shop",
            "jdbc:postgresql://h:1/shop%20x,jdbc:postgresql://h:1/,shop x",
            "' jdbc:postgresql://h:1/shop ',jdbc:postgresql://h:1/,shop",
            "jdbc:postgresql://[::1]:1/shop?a=b,jdbc:postgresql://[::1]:1/,shop" })
    void theDatabaseIsToldFromTheServer(String url, String server, String database) {
        JdbcUrl parsed = JdbcUrl.parse(url).orElseThrow();

        assertThat(parsed.server()).isEqualTo(server);
        assertThat(parsed.database()).isEqualTo(database);
    }

    @ParameterizedTest
    @ValueSource(strings = { "jdbc:postgresql:shop", "jdbc:postgresql://localhost/", "jdbc:postgresql://localhost:5433/",
            "jdbc:postgresql:///shop", "jdbc:postgresql://one:5433,two:5434/shop", "jdbc:postgresql://[::1]:5433/shop",
            "jdbc:postgresql://localhost/?user=app" })
    void anotherDatabaseIsOnTheSameServer(String url) {
        Properties before = Driver.parseURL(url, null);
        Properties after = Driver.parseURL(JdbcUrl.parse(url).orElseThrow().withDatabase("a/b ü").toString(), null);

        assertThat(after.getProperty("PGDBNAME")).isEqualTo("a/b ü");
        assertThat(after.getProperty("PGHOST")).isEqualTo(before.getProperty("PGHOST"));
        assertThat(after.getProperty("PGPORT")).isEqualTo(before.getProperty("PGPORT"));
        assertThat(after.getProperty("user")).isEqualTo(before.getProperty("user"));
    }

    @Test
    void parametersAreDecodedAndKeepTheirOrder() {
        JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://h/shop?user=a%20b&ssl&password=%3D%26&x=").orElseThrow();

        assertThat(url.parameters()).containsExactly(entry("user", "a b"), entry("ssl", ""), entry("password", "=&"),
                entry("x", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "jdbc:h2:mem:test", "jdbc:mysql://localhost/shop", "postgresql://localhost/shop",
            "vertx-reactive:postgresql://localhost/shop", "jdbc:tc:postgresql" })
    void urlsOfOthersAreNone(String url) {
        assertThat(JdbcUrl.parse(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "jdbc:postgresql://h/shop?password=100%", "jdbc:postgresql://h/%zz" })
    void whatPgjdbcCannotDecodeIsNone(String url) {
        assertThat(Driver.parseURL(url, null)).isNull();
        assertThat(JdbcUrl.parse(url)).isEmpty();
    }

    @Test
    void theUrlOfAWrappingDriverIsRedirectedLikeItsOwn() {
        assertThat(JdbcUrl.parse("jdbc:otel:postgresql://h/shop").orElseThrow().withDatabase("x"))
                .hasToString("jdbc:otel:postgresql://h/x");
    }

    @ParameterizedTest
    @CsvSource({ "jdbc:postgresql://h:1/a,jdbc:postgresql://h:1/a?ssl=true,true",
            "jdbc:postgresql://h/a,jdbc:postgresql://h:5432/a,true", "jdbc:postgresql:a,jdbc:postgresql://localhost/a,true",
            "jdbc:postgresql:///a,jdbc:postgresql://localhost:5432/a,true",
            "jdbc:postgresql://H/a,jdbc:postgresql://h/a,true",
            "jdbc:postgresql://127.0.0.1/a,jdbc:postgresql://localhost/a,true",
            "jdbc:postgresql://[::1]:5432/a,jdbc:postgresql://localhost/a,true",
            "jdbc:otel:postgresql://h/a,jdbc:postgresql://h/a,true",
            "jdbc:postgresql://h:1/a,jdbc:postgresql://h:2/a,false",
            "jdbc:postgresql://h:1/a,jdbc:postgresql://h:1/b,false",
            "jdbc:postgresql://h/a,jdbc:postgresql://i/a,false" })
    void twoUrlsOfOneDatabaseAreRecognised(String one, String other, boolean same) {
        JdbcUrl first = JdbcUrl.parse(one).orElseThrow();
        JdbcUrl second = JdbcUrl.parse(other).orElseThrow();

        assertThat(first.sameDatabase(second)).isEqualTo(same);
        assertThat(second.sameDatabase(first)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({ "jdbc:postgresql://h:1/db?user=me&password=telling,jdbc:postgresql://h:1/db?…",
            "jdbc:sqlserver://h;user=me;password=telling,jdbc:sqlserver://h?…",
            "jdbc:mysql://me:telling@h/db,jdbc:mysql://…@h/db", "jdbc:postgresql://h/db,jdbc:postgresql://h/db" })
    void peopleAreToldNoSecrets(String url, String told) {
        assertThat(JdbcUrl.withoutSecrets(url)).isEqualTo(told);
    }
}
