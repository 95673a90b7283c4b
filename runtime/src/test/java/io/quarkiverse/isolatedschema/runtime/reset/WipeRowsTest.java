package io.quarkiverse.isolatedschema.runtime.reset;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.reset.Wiped.Outcome;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** Whoever wipes, the rows of the baseline are there afterwards and no others. */
@ParameterizedClass
@EnumSource
@ExtendWith(PostgresServerExtension.class)
class WipeRowsTest {

    private static final String CATALOG = "create table products (id int primary key, name text unique, price numeric default 1);"
            + " insert into products values (1, 'pen', 2.50), (2, 'ink', 7), (3, null, null);"
            + " create table orders (id bigint generated always as identity primary key, note text);";

    private final Wiping wiping;

    private final PostgresServer server;

    private WipedLease lease;

    enum Wiping {

        BY_SUPERUSER {
            @Override
            WipedLease lease(PostgresServer server, String ddl) throws SQLException {
                return WipedLease.of(server, ddl);
            }
        },

        BY_OWNER {
            @Override
            WipedLease lease(PostgresServer server, String ddl) throws SQLException {
                return WipedLease.ofOwner(server, ddl);
            }
        },

        OF_A_SCHEMA {
            @Override
            WipedLease lease(PostgresServer server, String ddl) throws SQLException {
                return WipedLease.ofSchema(server, ddl);
            }
        };

        abstract WipedLease lease(PostgresServer server, String ddl) throws SQLException;
    }

    WipeRowsTest(Wiping wiping, PostgresServer server) {
        this.wiping = wiping;
        this.server = server;
    }

    private WipedLease lease(String ddl) throws SQLException {
        lease = wiping.lease(server, ddl);
        return lease;
    }

    @AfterEach
    void close() throws SQLException {
        lease.close();
    }

    @Test
    void nothingHasChanged() throws SQLException {
        lease(CATALOG);
        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.NOTHING_CHANGED);
        lease.assertIsAtBaseline();
    }

    @Test
    void whatWasRolledBackIsNoChange() throws SQLException {
        lease(CATALOG)
                .run("begin; update products set price = 0; insert into orders (note) overriding system value values ('x');"
                        + " delete from products; rollback");
        assertThat(lease.ask("select setval('orders_id_seq', 1, false)")).containsExactly("1");
        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.NOTHING_CHANGED);
        lease.assertIsAtBaseline();
    }

    @Test
    void addedRowsAreGone() throws SQLException {
        lease(CATALOG).isBroughtBackAfter("insert into products values (4, 'nib')",
                "insert into orders (note) values ('a'), ('b')");
        assertThat(lease.ask("select count(*) from products")).containsExactly("3");
    }

    @Test
    void changedRowsAreAsTheyWere() throws SQLException {
        lease(CATALOG).isBroughtBackAfter("update products set name = 'pencil', price = null where id = 1");
        assertThat(lease.ask("select price from products where name = 'pen'")).containsExactly("2.50");
    }

    @Test
    void deletedRowsAreThereAgain() throws SQLException {
        lease(CATALOG).isBroughtBackAfter("delete from products where id > 1");
    }

    @Test
    void allAtOnceAndAgain() throws SQLException {
        lease(CATALOG);
        for (int i = 0; i < 3; i++) {
            lease.isBroughtBackAfter("delete from products where id = 2; update products set price = 9 where id = 1;"
                    + " insert into products values (2, 'pen of another kind'), (7, 'ink'); insert into orders (note) values ('a')");
        }
    }

    @Test
    void uniqueNamesThatWereExchanged() throws SQLException {
        lease(CATALOG).isBroughtBackAfter(
                "update products set name = 'x' where id = 1; update products set name = 'pen' where id = 2;"
                        + " update products set name = 'ink' where id = 1");
    }

    @Test
    void whatWasTruncatedAndWhatWasWrittenAnewAsAWhole() throws SQLException {
        lease(CATALOG).isBroughtBackAfter("truncate products, orders restart identity",
                "insert into products values (1, 'other')");
    }

    @Test
    void rowsThatAVacuumMovedAreNotTakenForOthers() throws SQLException {
        lease(CATALOG).run("vacuum full products");
        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.NOTHING_CHANGED);
        lease.isBroughtBackAfter("delete from products where id = 3");
        lease.run("delete from products where id = 1", "vacuum full products");
        lease.isBroughtBack();
        lease.isBroughtBackAfter("update products set price = 1");
    }

    @Test
    void rowsWithoutAKeyCountAsOftenAsTheyAreThere() throws SQLException {
        lease("create table tags (tag text, more json); insert into tags values ('a', '{}'), ('a', '{}'), ('b', null), (null, null)");
        lease.isBroughtBackAfter("delete from tags where ctid = '(0,1)'", "insert into tags values ('b')");
    }

    @Test
    void manyRowsOfATableThatWasEmpty() throws SQLException {
        lease("create table events (id int primary key, what text); create table others (id int references events)");
        lease.isBroughtBackAfter("insert into events select i, 'x' from generate_series(1, 5000) i",
                "insert into others select i from generate_series(1, 3000) i");
        lease.isBroughtBackAfter("insert into events select i, 'x' from generate_series(1, 5000) i",
                "insert into others values (1)");
    }

    @Test
    void sequencesAndIdentitiesRestart() throws SQLException {
        lease("create sequence numbers start with 1000 increment by 10; create sequence fresh;"
                + " create table orders (id bigserial, other int generated by default as identity (start with 5)); select nextval('numbers')");
        lease.isBroughtBackAfter("insert into orders default values", "select nextval('numbers'), nextval('fresh')");
        assertThat(lease.ask("select nextval('numbers') || ' ' || nextval('fresh')")).containsExactly("1010 1");
        assertThat(lease.ask("insert into orders default values returning id || ' ' || other")).containsExactly("1 5");
        lease.isBroughtBackAfter("alter sequence numbers restart with 7000", "select setval('fresh', 70, false)");
    }

    @Test
    void sessionsForgetTheValuesThatTheyTookFromASequence() throws SQLException {
        lease("create sequence numbers cache 20");
        assertThat(lease.ask("select nextval('numbers')")).containsExactly("1");
        lease.wipe.wipe();
        assertThat(lease.ask("select nextval('numbers')")).containsExactly("1");
        assertThat(lease.ask("select nextval('numbers')")).containsExactly("2");
        lease.baseline();
        String next = lease.ask("select nextval('numbers')").get(0);
        lease.wipe.wipe();
        assertThat(lease.ask("select nextval('numbers')")).containsExactly(next);
        try (Connection another = lease.connect()) {
            lease.wipe.wipe();
            assertThat(Databases.query(another, "select nextval('numbers')")).containsExactly(next);
        }
    }

    @Test
    void whatWasThereAtTheBaselineStays() throws SQLException {
        lease(CATALOG).run("insert into products values (10, 'of @BeforeAll')",
                "insert into orders (note) values ('of @BeforeAll')",
                "delete from products where id = 3");
        lease.baseline();
        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.NOTHING_CHANGED);
        lease.isBroughtBackAfter("delete from products", "insert into orders (note) values ('b')",
                "update orders set note = 'c'");
        assertThat(lease.ask("select note from orders")).containsExactly("of @BeforeAll");
    }

    @Test
    void whatWasDefinedBeforeTheBaselineStays() throws SQLException {
        lease(CATALOG).run("create table later (id serial, name text); insert into later (name) values ('x')",
                "alter table products add column weight int default 3");
        lease.baseline();
        lease.isBroughtBackAfter("insert into later (name) values ('y')", "update later set name = 'z' where id = 1",
                "update products set weight = 4");
    }

    @Test
    void valuesThatAreHardToWriteDown() throws SQLException {
        lease("create type mood as enum ('fine', 'so, so'); create type pair as (a text, b int[]); create domain word as text check (value <> '');"
                + " create table odd (id int primary key, \"Ünusual \"\" name\" text, whole text, line text, mood mood, pair pair, pairs pair[], word word,"
                + " raw bytea, f float8, r real, at timestamptz, span interval, doc jsonb, x xml, ids int[], range int4range, n numeric, c \"char\", t time with time zone);"
                + " insert into odd values (1, E'a\\n\\t\"\\\\,()', '', null, 'so, so', row('x,\"y', '{1,null}'), array[row(null, null)::pair, null], 'w',"
                + " '\\x00ff0a', 0.1::float8 + 0.2, 'NaN', '2025-01-01 00:00:00.123456+05:30', '-1 mons +2 days -03:04:05.678', '{\"a\": \"\\u00e9\"}', '<a/>text', '{}', '[1,)', 1e-30, '\\', '12:00+02'),"
                + " (2, null, null, '', null, null, '{}', null, '', '-Infinity', 1e-40, 'infinity', '0', 'null', '', null, 'empty', 'NaN', null, null)");
        lease.isBroughtBackAfter("delete from odd where id = 1", "update odd set id = 3");
        assertThat(lease.ask("select f = 0.1::float8 + 0.2 from odd where id = 1")).containsExactly("t");
    }

    @Test
    void largeValues() throws SQLException {
        lease("create table files (id int primary key, data bytea, text text);"
                + " insert into files select i, decode(repeat(md5(i::text), 40000), 'hex'), repeat(md5(i::text), 10000) from generate_series(1, 3) i");
        lease.isBroughtBackAfter("update files set data = null where id = 2", "delete from files where id = 1",
                "insert into files select 4, repeat('x', 5000000)::bytea");
    }
}
