package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static io.quarkiverse.isolatedschema.runtime.rollback.RolledBackMethod.insert;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.reset.WipeScope;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** Sequences stand after a method where they stood before it, whatever happened between the methods. */
@ExtendWith(PostgresServerExtension.class)
class RolledBackSequencesTest {

    private final PostgresServer server;

    private RolledBackMethod method;

    private Connection connection;

    RolledBackSequencesTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void begin() throws SQLException {
        method = new RolledBackMethod(server);
        connection = method.begin();
        insert(connection, "of the first method");
        method.undo();
    }

    @AfterEach
    void end() throws SQLException {
        method.close();
    }

    private void next() throws SQLException {
        method.transaction.begin("OrderTest.next()");
    }

    private String value(Connection who, String sql) throws SQLException {
        return query(who, sql).get(0);
    }

    @Test
    void thatAnotherMethodMovedThemStays() throws SQLException {
        insert(method.outside, "committed by a method that shares");
        next();
        insert(connection, "x");
        method.undo();
        assertThat(value(method.outside, "select nextval('orders_id_seq')::text")).isEqualTo("2");
    }

    @Test
    void thoseThatAnotherMethodMakesAreKnown() throws SQLException {
        execute(method.outside, "create sequence numbers");
        next();
        assertThat(value(connection, "select nextval('numbers')::text")).isEqualTo("1");
        method.undo();
        assertThat(value(method.outside, "select nextval('numbers')::text")).isEqualTo("1");

        execute(method.outside, "drop sequence numbers; create sequence \"Numbers\" start 5");
        next();
        assertThat(value(connection, "select nextval('\"Numbers\"')::text")).isEqualTo("5");
        method.undo();
        assertThat(value(method.outside, "select nextval('\"Numbers\"')::text")).isEqualTo("5");
    }

    @Test
    void thoseThatAreRenamedAreKnown() throws SQLException {
        execute(method.outside, "alter sequence orders_id_seq rename to counting");
        next();
        insert(connection, "x");
        method.undo();
        assertThat(value(method.outside, "select nextval('counting')::text")).isEqualTo("1");
    }

    @Test
    void valuesThatSessionsTakeAheadAreForgotten() throws SQLException {
        execute(method.outside, "create sequence numbers cache 10");
        for (int i = 0; i < 2; i++) {
            next();
            assertThat(value(connection, "select nextval('numbers')::text")).isEqualTo("1");
            method.undo();
        }
    }

    /** Other leases may lie in the same database, and are used meanwhile. */
    @Test
    void thoseOfOtherSchemasAreLeftAlone() throws SQLException {
        try (RolledBackMethod lease = new RolledBackMethod(server, WipeScope.schema("lease"))) {
            execute(lease.outside, "create schema lease; create sequence lease.numbers; create sequence others");
            Connection pooled = lease.begin();
            execute(pooled, "select nextval('lease.numbers'), nextval('others')");
            execute(lease.outside, "select nextval('others')");
            lease.undo();
            assertThat(value(lease.outside, "select nextval('lease.numbers')::text")).isEqualTo("1");
            assertThat(value(lease.outside, "select nextval('others')::text")).isEqualTo("3");
        }
    }
}
