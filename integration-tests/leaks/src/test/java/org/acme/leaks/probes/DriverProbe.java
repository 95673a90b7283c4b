package org.acme.leaks.probes;

import static org.acme.leaks.probes.SqlProbe.found;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.util.PGobject;

/** What the driver remembers of a connection, and what it has received on it. */
public enum DriverProbe implements Probe {

    /** The driver lets the server prepare what is executed five times. */
    STATEMENT_CACHE {
        @Override
        void plant(Connection connection) throws SQLException {
            for (int time = 0; time < 6; time++) {
                try (PreparedStatement query = connection.prepareStatement("select 'planted' where 1 = ?")) {
                    query.setInt(1, time);
                    query.executeQuery();
                }
            }
        }

        @Override
        List<String> look(Connection connection) throws SQLException {
            return Application.query(connection,
                    "select name from pg_prepared_statements where not from_sql and statement like 'select ''planted''%'");
        }
    },

    ENUM_TYPE {
        @Override
        void plant(Connection connection) throws SQLException {
            insert(connection, "insert into felt values (?)", object("mood", "glad"));
            Application.execute(connection, "alter table felt drop column mood; drop type mood;"
                    + " create type mood as enum ('glad', 'sad'); alter table felt add column mood mood");
        }

        @Override
        List<String> look(Connection connection) throws SQLException {
            return refusal(connection, "insert into felt values (?)", object("mood", "sad"));
        }
    },

    COMPOSITE_TYPE {
        @Override
        void plant(Connection connection) throws SQLException {
            insert(connection, "insert into placed values (?)", object("place", "(1,2)"));
            Application.execute(connection, "alter table placed drop column place; drop type place;"
                    + " create type place as (x int, y int); alter table placed add column place place");
        }

        @Override
        List<String> look(Connection connection) throws SQLException {
            return refusal(connection, "insert into placed values (?)", object("place", "(3,4)"));
        }
    },

    ARRAY_TYPE {
        @Override
        void plant(Connection connection) throws SQLException {
            insert(connection, "insert into graded values (?)", connection.createArrayOf("grade", new String[] { "good" }));
            Application.execute(connection, "alter table graded drop column grades; drop type grade;"
                    + " create type grade as enum ('good', 'bad'); alter table graded add column grades grade[]");
        }

        @Override
        List<String> look(Connection connection) throws SQLException {
            return refusal(connection, "insert into graded values (?)",
                    connection.createArrayOf("grade", new String[] { "bad" }));
        }
    },

    /** The position of a sequence as this session knows it. */
    CURRENT_VALUE {
        @Override
        void plant(Connection connection) throws SQLException {
            Application.execute(connection, "select nextval('ticket_of_session')");
        }

        @Override
        List<String> look(Connection connection) throws SQLException {
            try {
                return Application.query(connection, "select lastval()");
            } catch (SQLException notYetDefined) {
                return List.of();
            }
        }
    },

    NOTIFICATION {
        @Override
        void plant(Connection connection) throws SQLException {
            Application.execute(connection, "listen planted_news");
            Application.execute("notify planted_news, 'planted'");
        }

        @Override
        List<String> look(Connection connection) throws SQLException {
            Application.execute(connection, "select 1");
            PGNotification[] received = connection.unwrap(PGConnection.class).getNotifications();
            return received == null ? List.of() : Arrays.stream(received).map(PGNotification::getParameter).toList();
        }
    };

    abstract void plant(Connection connection) throws SQLException;

    abstract List<String> look(Connection connection) throws SQLException;

    @Override
    public Reach reach() {
        return Reach.CONNECTION;
    }

    @Override
    public void plant() throws Exception {
        try (Connection connection = Application.connection()) {
            plant(connection);
        }
    }

    @Override
    public Optional<String> look() throws Exception {
        return found(Application.everyConnection(this::look));
    }

    private static void insert(Connection connection, String sql, Object value) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, value);
            insert.executeUpdate();
        }
    }

    private static List<String> refusal(Connection connection, String sql, Object value) {
        try {
            insert(connection, sql, value);
            return List.of();
        } catch (SQLException refused) {
            return List.of(refused.getMessage());
        }
    }

    private static PGobject object(String type, String value) throws SQLException {
        PGobject object = new PGobject();
        object.setType(type);
        object.setValue(value);
        return object;
    }
}
