package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** As with Quarkus's own Dev Service, a URL counts as configured only if there is a client that reads it. */
class AppWithUrlOfAReactiveClientItDoesNotHaveTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Rows.class))
            .overrideConfigKey("quarkus.datasource.reactive.url", "vertx-reactive:postgresql://db.example:5432/shop");

    @Inject
    DataSource datasource;

    @Test
    void isServed() throws Exception {
        try (Connection connection = datasource.getConnection()) {
            assertThat(Rows.query(connection, "select current_database()")).isEqualTo("quarkus");
        }
    }
}
