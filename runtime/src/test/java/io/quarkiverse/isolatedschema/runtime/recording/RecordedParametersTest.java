package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.util.PGobject;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** Parameters bound by code are replayed as literals where those say the same, else they are refused. */
@ExtendWith(PostgresServerExtension.class)
class RecordedParametersTest {

    private final PostgresServer server;

    private RecordedBoot boot;

    private Connection connection;

    RecordedParametersTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        boot = new RecordedBoot(server, server.role());
        connection = boot.connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        boot.close();
    }

    private interface Binding {

        void bind(PreparedStatement insert) throws SQLException;
    }

    private void insert(String types, Binding... bindings) throws SQLException {
        execute(connection, "create table if not exists t (" + types + ")");
        String marks = "?, ".repeat(types.split(",").length);
        try (PreparedStatement insert = connection
                .prepareStatement("insert into t values (" + marks.substring(0, marks.length() - 2) + ")")) {
            for (Binding binding : bindings) {
                binding.bind(insert);
                insert.executeUpdate();
            }
        }
    }

    private void assertExact() throws SQLException {
        Script script = boot.finish();
        assertThat(script.unreplayable()).isEmpty();
        assertThat(boot.differencesAfter(script)).isEmpty();
    }

    private void assertRefused() throws SQLException {
        assertThat(boot.finish().unreplayable())
                .hasValueSatisfying(reason -> assertThat(reason).contains("insert into t values (")
                        .endsWith(" cannot be replayed: its parameters are bound by code and cannot be written as literals"));
    }

    @Test
    void textWithQuotesQuestionMarksAndBackslashes() throws SQLException {
        insert("a text, b varchar(80), c char(3)", insert -> {
            insert.setString(1, "it's ?, \\n; $1 -- \n and \"x\"");
            insert.setString(2, "ü€😀");
            insert.setString(3, "x");
        }, insert -> {
            insert.setString(1, "");
            insert.setNull(2, Types.VARCHAR);
            insert.setObject(3, null);
        });
        assertExact();
    }

    @Test
    void numbers() throws SQLException {
        Binding numbers = insert -> {
            insert.setShort(1, Short.MIN_VALUE);
            insert.setInt(2, -1);
            insert.setLong(3, Long.MIN_VALUE);
            insert.setFloat(4, 0.1f);
            insert.setDouble(5, 1e-300);
            insert.setBigDecimal(6, new BigDecimal("-12345678901234567890.0500"));
            insert.setBoolean(7, true);
        };
        // Often enough for the driver to go over to its binary forms.
        insert("a int2, b int4, c int8, d float4, e float8, f numeric, g boolean", numbers, numbers, numbers, numbers, numbers,
                numbers,
                numbers, insert -> {
                    insert.setFloat(4, Float.NaN);
                    insert.setDouble(5, Double.NEGATIVE_INFINITY);
                });
        assertExact();
    }

    @Test
    void timesAndIds() throws SQLException {
        insert("a timestamptz, b timestamp, c date, d time, e uuid, f timestamptz, g date", insert -> {
            insert.setTimestamp(1, Timestamp.from(Instant.parse("2025-03-30T01:30:00.123456Z")));
            insert.setObject(2, LocalDateTime.parse("2025-03-30T02:30:00.5"));
            insert.setObject(3, LocalDate.parse("1582-10-10"));
            insert.setObject(4, LocalTime.parse("23:59:59.999999"));
            insert.setObject(5, UUID.fromString("00000000-0000-0000-0000-00000000000a"));
            insert.setObject(6, OffsetDateTime.of(2025, 1, 1, 0, 0, 0, 0, ZoneOffset.ofHours(5)));
            insert.setDate(7, java.sql.Date.valueOf("2025-06-01"));
        });
        assertExact();
    }

    @Test
    void bytesAndJson() throws SQLException {
        PGobject json = new PGobject();
        json.setType("jsonb");
        json.setValue("{\"a\": \"?\"}");
        insert("a bytea, b jsonb", insert -> {
            insert.setBytes(1, new byte[] { 0, 39, 92, -1 });
            insert.setObject(2, json);
        });
        assertExact();
    }

    @Test
    void streams() throws SQLException {
        insert("a bytea", insert -> insert.setBinaryStream(1, new ByteArrayInputStream(new byte[] { 1 })));
        assertRefused();
    }

    @Test
    void readers() throws SQLException {
        insert("a text", insert -> insert.setCharacterStream(1, new StringReader("read"), 4));
        assertRefused();
    }

    @Test
    void largeObjects() throws SQLException {
        connection.setAutoCommit(false);
        insert("a oid", insert -> insert.setBlob(1, new ByteArrayInputStream(new byte[] { 1 })));
        connection.commit();
        assertRefused();
    }

    @Test
    void binaryArrays() throws SQLException {
        insert("a int[]", insert -> insert.setArray(1, connection.createArrayOf("int4", new Integer[] { 1, 2 })));
        assertRefused();
    }

    @Test
    void questionMarksThatAreOperators() throws SQLException {
        execute(connection, "create table t (a jsonb)");
        try (PreparedStatement insert = connection
                .prepareStatement(
                        "insert into t select '{}'::jsonb where '{\"a\": 1}'::jsonb ?? ? or '[]'::jsonb ??| array['?']")) {
            insert.setString(1, "a");
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        execute(connection,
                "insert into t select '{}'::jsonb where '{\"a\": 1}'::jsonb ? 'a' and '{\"a\": 1}'::jsonb ??| array['?', 'a']");
        assertThat(query(connection, "select count(*)::text from t")).containsExactly("2");
        assertExact();
    }

    @Test
    void readsMayBindAnything() throws SQLException {
        execute(connection, "create table t (a int)");
        try (PreparedStatement read = connection.prepareStatement("select count(*) from t where a = any (?)")) {
            read.setArray(1, connection.createArrayOf("int4", new Integer[] { 1 }));
            read.executeQuery();
        }
        assertExact();
    }

    @Test
    void batches() throws SQLException {
        execute(connection, "create table t (a int, b text)");
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)")) {
            for (int i = 0; i < 7; i++) {
                insert.setInt(1, i);
                insert.setString(2, "?" + i);
                insert.addBatch();
            }
            insert.executeBatch();
            insert.executeBatch();
            insert.setInt(1, 99);
            insert.setString(2, "alone");
            insert.executeUpdate();
        }
        assertExact();
        assertThat(query(boot.maintenance, "select count(*)::text from " + boot.lease + ".t")).containsExactly("8");
    }

    @Test
    void aStatementAmidABatchIsRefused() throws SQLException {
        execute(connection, "create table t (a int)");
        try (PreparedStatement insert = connection.prepareStatement("insert into t values (?)")) {
            insert.setInt(1, 1);
            insert.addBatch();
            insert.setInt(1, 2);
            insert.executeUpdate();
        }
        assertRefused();
    }

    @Test
    void escapesOfJdbcAndGeneratedKeys() throws SQLException {
        execute(connection, "create table t (id serial, a date, b text)");
        try (PreparedStatement insert = connection.prepareStatement("insert into t (a, b) values ({d '2025-01-01'}, ?)",
                PreparedStatement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, "{fn now()}");
            insert.executeUpdate();
        }
        execute(connection, "insert into t (a) values ({d '2025-01-02'})");
        assertExact();
    }

    @Test
    void calls() throws SQLException {
        execute(connection, "create table t (a int); create procedure add(a int) language sql as 'insert into t values ($1)';"
                + " create function add_too(a int) returns int language sql as 'insert into t values ($1) returning a'");
        try (CallableStatement call = connection.prepareCall("call add(?)")) {
            call.setInt(1, 5);
            call.execute();
        }
        try (CallableStatement call = connection.prepareCall("{call add_too(?)}")) {
            call.setInt(1, 6);
            call.execute();
        }
        assertExact();
    }

    @Test
    void dataCopiedIn() throws SQLException, IOException {
        execute(connection, "create table t (a int, b text)");
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy t from stdin csv",
                new StringReader("1,ü\n2,\"x\ny\"\n"));
        connection.setAutoCommit(false);
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy t from stdin csv", new StringReader("3,gone\n"));
        connection.rollback();
        assertExact();
        assertThat(query(boot.maintenance, "select a::text from " + boot.lease + ".t")).containsExactly("1", "2");
    }
}
