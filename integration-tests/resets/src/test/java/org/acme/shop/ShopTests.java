package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestMethodOrder;

import io.agroal.api.AgroalDataSource;

/** Tests that all find what the first of their class has found, whatever those before them did and in whichever order. */
@TestMethodOrder(BySeed.class)
abstract class ShopTests {

    /** A customer with an order, another one, and two more products. */
    static final String FIXTURE = "fixtures/shop.sql";

    private static final Map<Class<?>, Contents> BASELINES = new ConcurrentHashMap<>();

    @Inject
    AgroalDataSource dataSource;

    @Inject
    EntityManager entityManager;

    Contents baseline;

    @BeforeEach
    void findTheBaseline() throws SQLException {
        Contents found = find();
        assertThat(found.rows("customer")).as("what is there before the first method")
                .contains("(1,ada@example.org,SE)", "(2,linus@example.org,CH)");
        assertThat(found.rows("product")).contains("(TEA,\"Tea, 100 g\",4.20)", "(CAKE,Cake,3.00)");
        baseline = BASELINES.computeIfAbsent(getClass(), first -> found);
        assertThat(found.lines()).as("what the method finds").containsExactlyElementsOf(baseline.lines());
    }

    /** What there is now. */
    Contents find() throws SQLException {
        return Sql.contents();
    }

    /** What was done is really there, wherever one looks at it from the application. */
    void assertChanged() throws SQLException {
        assertThat(find()).isNotEqualTo(baseline);
    }

    void execute(String sql) throws SQLException {
        Sql.execute(sql);
    }

    String query(String sql) throws SQLException {
        return String.join(" ", Sql.query(sql));
    }

    /** Does something in a transaction of JDBC. */
    void inTransaction(Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            work.in(connection);
            connection.commit();
        }
    }

    interface Work {
        void in(Connection connection) throws SQLException;
    }
}
