package org.acme.leaks.probes;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import jakarta.persistence.EntityManager;

import org.hibernate.SessionFactory;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** How probes reach the running application: by what it uses itself. */
final class Application {

    /** More than have ever been in use at once, so that a pool gives every connection that it has. */
    private static final int CONNECTIONS = 6;

    private Application() {
    }

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    static SessionFactory sessionFactory() {
        return bean(SessionFactory.class);
    }

    static Connection connection() throws SQLException {
        return bean(AgroalDataSource.class).getConnection();
    }

    static void execute(String sql) throws SQLException {
        try (Connection connection = connection()) {
            execute(connection, sql);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> query(String sql) throws SQLException {
        try (Connection connection = connection()) {
            return query(connection, sql);
        }
    }

    static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> column = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        }
        return column;
    }

    /** Asks every connection of the pool. */
    static List<String> everyConnection(Question question) throws Exception {
        List<Connection> taken = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try {
            while (taken.size() < CONNECTIONS) {
                taken.add(connection());
            }
            for (Connection connection : taken) {
                answers.addAll(question.ask(connection));
            }
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        return answers;
    }

    interface Question {
        List<String> ask(Connection connection) throws Exception;
    }

    static <T> T inTransaction(Function<EntityManager, T> work) {
        return QuarkusTransaction.requiringNew().call(() -> work.apply(bean(EntityManager.class)));
    }
}
