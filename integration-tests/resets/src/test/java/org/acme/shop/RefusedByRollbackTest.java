package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

/** What one transaction cannot give is refused, at once or within the time that work is waited for, with the way out. */
@QuarkusTest
@IsolatedSchema(reset = Reset.ROLLBACK, scripts = ShopTests.FIXTURE)
@Timeout(20)
class RefusedByRollbackTest {

    private static final String ALTERNATIVE = "Use Reset.WIPE or Reset.FRESH for this method or class.";

    @Inject
    AgroalDataSource dataSource;

    /** A refusal before has left nothing, and has not spoiled the lease for others. */
    @BeforeEach
    void findTheFixture() throws SQLException {
        assertThat(Sql.query("select email from customer order by 1")).containsExactly("ada@example.org", "linus@example.org");
        assertThat(Sql.query("select status from orders")).containsExactly("OPEN");
        assertThat(Sql.query("select count(*) from category")).containsExactly("3");
        assertThat(Sql.query("select count(*) from team")).containsExactly("0");
    }

    private static String refused(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(500);
        return response.asString();
    }

    @Test
    void requiresNewAfterAWrite() throws SQLException {
        assertThat(refused(Shop.complain("F-1", "Too late"))).contains("asks for a second transaction while its first one has"
                + " written and is still open (such as by REQUIRES_NEW, or by a migration). With Reset.ROLLBACK all of"
                + " 'RefusedByRollbackTest.requiresNewAfterAWrite' runs in one transaction of the server, which cannot keep the"
                + " two apart. " + ALTERNATIVE);

        assertThat(Shop.order("F-1").getString("status")).isEqualTo("OPEN");
        Shop.pay("F-1").then().statusCode(204);
    }

    @Test
    @IsolatedSchema(reset = Reset.WIPE)
    void requiresNewAfterAWriteByTheWayOut() {
        Shop.complain("F-1", "Too late").then().statusCode(204);

        assertThat(Shop.order("F-1").getString("status")).isEqualTo("PAID");
    }

    @Test
    void aRequestWhileATransactionOfTheTestHasWritten() {
        QuarkusTransaction.begin();
        try {
            Customer.of("barbara@example.org").persistAndFlush();

            assertThat(refused(Shop.tryToRegister("grace@example.org")))
                    .contains("Two transactions at once: that of thread '" + Thread.currentThread().getName()
                            + "' has written and was still open after 2000 ms")
                    .contains("Let the first one end before, or use Reset.WIPE or Reset.FRESH for this method or class.");
        } finally {
            QuarkusTransaction.commit();
        }
        assertThat(Shop.emails()).contains("barbara@example.org").doesNotContain("grace@example.org");
    }

    @Test
    void requestsAtOnceWaitForEachOther() {
        List<Long> ids = IntStream.range(0, 12).parallel().mapToObj(i -> Shop.register("c" + i + "@example.org")).toList();

        assertThat(ids).containsExactlyInAnyOrder(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L);
    }

    @ParameterizedTest
    @ValueSource(strings = { "vacuum", "vacuum full customer", "create index concurrently on orders (due_on)",
            "reindex table concurrently orders", "create database never", "alter system set work_mem = '5MB'" })
    void whatTheServerDoesInNoTransaction(String sql) {
        assertThat(refused(Shop.maintain(sql)))
                .contains(". With Reset.ROLLBACK a test method runs in one transaction. " + ALTERNATIVE);

        assertThat(Shop.emails()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "commit", "begin", "insert into country values ('NO', 'Norway'); commit",
            "prepare transaction 'x'" })
    void transactionsBySql(String sql) throws SQLException {
        assertThat(refused(Shop.maintain(sql))).contains("begins or ends a transaction by SQL. With Reset.ROLLBACK a test"
                + " method runs in one transaction, which that would end or leave. Begin and end transactions by JDBC or JTA, or"
                + " use Reset.WIPE or Reset.FRESH for this method or class.");

        assertThat(Sql.query("select count(*) from country")).containsExactly("3");
    }

    @Test
    void anotherIsolationLevel() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
                    .hasMessageContaining("The isolation level cannot change: with Reset.ROLLBACK a test method runs in one"
                            + " transaction, which has begun. " + ALTERNATIVE);
        }
    }

    @Test
    void aViolationThatShowsAtTheCommitOfJta() throws SQLException {
        Throwable refused = catchThrowable(() -> QuarkusTransaction.requiringNew().run(() -> executeUnchecked(
                "insert into team values (1, 99)")));

        assertThat(refused).isNotNull();
        assertThat(Sql.query("select count(*) from team")).containsExactly("0");
    }

    @Test
    void aViolationThatShowsAtTheCommitOfJdbc() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Sql.execute(connection, "insert into team values (1, 99)");
            assertThatThrownBy(connection::commit).hasMessageContaining("team_lead_fkey");
        }
        assertThat(Sql.query("select count(*) from team")).containsExactly("0");
    }

    @Test
    void aViolationOfAStatementThatCommitsByItself() throws SQLException {
        assertThatThrownBy(() -> Sql.execute("insert into team values (1, 99)")).hasMessageContaining("team_lead_fkey");

        assertThat(Sql.query("select count(*) from team")).containsExactly("0");
    }

    @Test
    void aSnapshot(SchemaLease lease) {
        assertThatThrownBy(() -> lease.snapshot("now")).isInstanceOf(IsolationException.class)
                .hasMessage("SchemaLease.snapshot(\"now\") in 'RefusedByRollbackTest.aSnapshot', whose work is rolled back"
                        + " (Reset.ROLLBACK): nothing of it is committed before it is undone, so it can neither be copied nor"
                        + " replaced. Use Reset.WIPE, Reset.FRESH or Reset.NONE for this method.");
    }

    /** It is no part of the application: what the method does is not committed for it to see. */
    @Test
    void aConnectionOfTheTestsOwnSeesTheBaseline(SchemaLease lease) throws SQLException {
        Shop.register("grace@example.org");

        try (Connection connection = lease.connect()) {
            assertThat(Sql.query(connection, "select count(*) from customer")).containsExactly("2");
        }
    }

    private static void executeUnchecked(String sql) {
        try {
            Sql.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
