package io.quarkiverse.isolatedschema.runtime.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RollbackRefusedTest {

    @Test
    void xaTransactions() {
        assertThat(RollbackRefused.driver("OrderTest", "<default>", "org.postgresql.xa.PGXADataSource", "quarkus.datasource"))
                .hasMessage("'OrderTest' cannot have Reset.ROLLBACK: the connections of datasource '<default>' come from"
                        + " 'org.postgresql.xa.PGXADataSource', whose XA transactions commit where they cannot be held back."
                        + " Remove 'quarkus.datasource.jdbc.transactions=xa', or use Reset.WIPE or Reset.FRESH for this method"
                        + " or class.");
    }

    @Test
    void driversOfOthers() {
        assertThat(RollbackRefused.driver("OrderTest", "stock", "org.acme.TracingDriver", "quarkus.datasource.stock"))
                .hasMessage("'OrderTest' cannot have Reset.ROLLBACK: the connections of datasource 'stock' come from"
                        + " 'org.acme.TracingDriver', which is not the driver of Postgres, whose commits could be held back."
                        + " Remove 'quarkus.datasource.stock.jdbc.driver', or use Reset.WIPE or Reset.FRESH for this method or"
                        + " class.");
    }
}
