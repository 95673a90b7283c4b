package org.acme.leaks.probes;

import static org.acme.leaks.probes.SqlProbe.found;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import jakarta.persistence.EntityManager;

import org.acme.leaks.Visit;

import io.restassured.RestAssured;

/** Rows, and the positions that ids are counted from. */
public enum RowProbe implements SqlProbe {

    ROW("insert into visit (who) values ('by JDBC')", "select who from visit where who = 'by JDBC'"),

    ROW_BY_HIBERNATE("", "select who from visit where who = 'by Hibernate'") {
        @Override
        public void plant() {
            Application.inTransaction(entityManager -> {
                entityManager.persist(Visit.by("by Hibernate"));
                return null;
            });
        }
    },

    ROW_BY_REST("", "select who from visit where who = 'by REST'") {
        @Override
        public void plant() {
            RestAssured.given().body("by REST").post("/visits").then().statusCode(204);
        }
    },

    ROW_OF_ANOTHER_THREAD("", "select who from visit where who = 'by another thread'") {
        @Override
        public void plant() throws SQLException {
            inAnotherThread(() -> {
                Application.execute("insert into visit (who) values ('by another thread')");
                return null;
            });
        }
    },

    /** The connection that holds the row's transaction is never given back. */
    ROW_NEVER_COMMITTED("", "") {
        @Override
        public void plant() throws SQLException {
            Connection forgotten = Application.connection();
            forgotten.setAutoCommit(false);
            Application.execute(forgotten, "insert into uncommitted values ('planted')");
        }

        @Override
        public Optional<String> look() throws SQLException {
            try (Connection connection = Application.connection()) {
                connection.setAutoCommit(false);
                return lock(connection);
            }
        }

        private Optional<String> lock(Connection connection) throws SQLException {
            try {
                Application.execute(connection, "lock table uncommitted in share mode nowait");
                return Optional.empty();
            } catch (SQLException locked) {
                return Optional.of(locked.getMessage());
            } finally {
                connection.rollback();
            }
        }
    },

    /** The entity manager is the one that the application injects; it is kept in a static. */
    ENTITY_MANAGER_INJECTED("", "") {
        private EntityManager kept;

        @Override
        public void plant() {
            kept = Application.bean(EntityManager.class);
            Application.inTransaction(other -> {
                kept.persist(Visit.by("by the entity manager kept"));
                return null;
            });
        }

        @Override
        public Optional<String> look() {
            return found(Application.inTransaction(other -> kept.createQuery(
                    "select who from Visit where who = 'by the entity manager kept'", String.class).getResultList()));
        }
    },

    REFERENCE_DATA_TRUNCATED("truncate country", "select 'no country' where not exists (select from country)"),

    REFERENCE_DATA_CHANGED("update currency set name = 'planted'", "select name from currency where name = 'planted'"),

    MIGRATION_HISTORY("update flyway_schema_history set description = 'planted' where version = '1'",
            "select description from flyway_schema_history where description = 'planted'"),

    SEQUENCE_POSITION("select nextval('ticket')", "select last_value from ticket where is_called"),

    IDENTITY_POSITION("insert into numbered (note) values ('planted')",
            "with made as (insert into numbered (note) values ('looking') returning id) select id from made where id > 1");

    private final String planting;

    private final String looking;

    RowProbe(String planting, String looking) {
        this.planting = planting;
        this.looking = looking;
    }

    @Override
    public Reach reach() {
        return Reach.SCHEMA;
    }

    @Override
    public String planting() {
        return planting;
    }

    @Override
    public String looking() {
        return looking;
    }

    private static void inAnotherThread(Callable<Void> work) throws SQLException {
        FutureTask<Void> task = new FutureTask<>(work);
        new Thread(task, "planting").start();
        try {
            task.get();
        } catch (Exception failed) {
            throw new SQLException("The other thread failed", failed);
        }
    }
}
