package org.acme.situations;

import static org.assertj.core.api.Assertions.assertThat;

import org.acme.situations.fixtures.AlternativeDataSourceFixture;
import org.acme.situations.fixtures.IsolatedFixture;
import org.acme.situations.fixtures.MetricsFixture;
import org.acme.situations.fixtures.MetricsTooFixture;
import org.acme.situations.fixtures.MockedDataSourceFixture;
import org.acme.situations.fixtures.PoolSettingsFixture;
import org.acme.situations.fixtures.TransactionFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an application configures for its datasource holds in every schema. */
@ExtendWith(Server.Provided.class)
class DatasourceConfigurationTest {

    private static final String JDBC = "quarkus.datasource.jdbc.";

    @Test
    void inactiveDatasource() {
        Outcome outcome = Situation.of(IsolatedFixture.class).with("quarkus.datasource.active", "false")
                .with("quarkus.flyway.active", "false").run();

        outcome.assertRefused("'IsolatedFixture' asks for a schema of its own, but the default datasource is not active."
                + " Set 'quarkus.datasource.active=true' and a URL in 'quarkus.datasource.jdbc.url', or remove"
                + " @IsolatedSchema.");
    }

    @Test
    void datasourceOfAnotherKind(Server server) {
        Outcome outcome = on(server, IsolatedFixture.class).with("quarkus.datasource.db-kind", "other")
                .with(JDBC + "driver", "org.postgresql.Driver").run();

        assertThat(outcome.failure())
                .contains("Test class 'org.acme.situations.fixtures.IsolatedFixture' asks for a schema of its"
                        + " own, but the application was built without isolated schemas, because its default datasource is not Postgres"
                        + " or the class was not among the test classes then.");
        assertThat(outcome.succeeded()).isEmpty();
    }

    @Test
    void datasourceThatATestMocks(Server server) {
        on(server, MockedDataSourceFixture.class).run().succeeds(2);
    }

    @Test
    void datasourceThatATestReplaces(Server server) {
        on(server, AlternativeDataSourceFixture.class).run().succeeds(1);
    }

    @Test
    void sizesAndInitialSqlAndInterceptors(Server server) {
        on(server, PoolSettingsFixture.class).with(JDBC + "min-size", "3").with(JDBC + "initial-size", "3")
                .with(JDBC + "max-size", "7").with(JDBC + "new-connection-sql", "set situations.word = 'hello'")
                .with("situations.interceptor", "true").run().succeeds(2);
    }

    @Test
    void distributedTransactions(Server server) {
        on(server, TransactionFixture.class).with(JDBC + "transactions", "xa").run().succeeds(2);
    }

    @Test
    void noTransactions(Server server) {
        on(server, IsolatedFixture.class).with(JDBC + "transactions", "disabled").run().succeeds(1);
    }

    @Test
    void noPool(Server server) {
        on(server, TransactionFixture.class).with(JDBC + "pooling-enabled", "false").run().succeeds(2);
    }

    @Test
    void metricsAndHealth(Server server) {
        Situation.of(MetricsFixture.class, MetricsTooFixture.class).on(server.database("named"), "named")
                .with(JDBC + "enable-metrics", "true").run().succeeds(4);
    }

    private static Situation on(Server server, Class<?> fixture) {
        return Situation.of(fixture).on(server.database("named"), "named");
    }
}
