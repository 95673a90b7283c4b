package org.acme.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SchemaLease;

/** Tests that two classes could not both pass in one database. */
@IsolatedSchema
abstract class MarketTests {

    @Inject
    Market market;

    @Inject
    SchemaLease lease;

    @Test
    void whatAnotherClassDidIsInNoSchema() throws SQLException {
        market.serve(getClass().getSimpleName());

        assertThat(market.customers()).containsExactly(getClass().getSimpleName());
        assertThat(market.items()).contains("item of " + getClass().getSimpleName()).hasSizeLessThanOrEqualTo(2);
        assertThat(rows("stock.item")).isEqualTo(market.items().size());
        assertThat(rows(schemaOfCustomers() + ".customer")).isEqualTo(1);
    }

    /** The schema in which the application is to find them. */
    abstract String schemaOfCustomers();

    int rows(String table) throws SQLException {
        try (Connection connection = lease.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from " + table)) {
            count.next();
            return count.getInt(1);
        }
    }
}
