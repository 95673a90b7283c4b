package io.quarkiverse.isolatedschema.runtime.reset;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.reset.Wiped.Outcome;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** What a test defines is noticed and named, and nothing is taken for a definition that is none. */
@ExtendWith(PostgresServerExtension.class)
class WipeDefinitionsTest {

    private static final String OBJECTS = "create type mood as enum ('fine'); create domain word as text;"
            + " create table orders (id serial primary key, net int, name text); insert into orders (net) values (1), (2);"
            + " create table lines (id int, part int references orders); create view v as select * from orders;"
            + " create materialized view m as select * from orders; create index orders_net on orders (net);"
            + " create function f() returns int language sql as 'select 1'; create sequence s;"
            + " create function note() returns trigger language plpgsql as $$ begin return null; end $$;"
            + " create trigger t after insert on orders for each row execute function note(); create policy p on orders;"
            + " create statistics st (dependencies) on net, name from orders; create rule r as on update to lines do also notify x;"
            + " create text search configuration tsc (parser = \"default\");"
            + " create function same(int, text) returns boolean language sql as 'select true'";

    private static final String OBJECTS_OF_SUPERUSERS = "create function dropped() returns event_trigger language plpgsql as 'begin end';"
            + " create foreign data wrapper nowhere; create server here foreign data wrapper nowhere; create publication ready";

    private final PostgresServer server;

    private WipedLease lease;

    WipeDefinitionsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        lease = WipedLease.unwatched(server, OBJECTS);
        lease.runOutside(OBJECTS_OF_SUPERUSERS);
        lease.wipedBy(PostgresServer.SUPERUSER, WipeScope.database());
    }

    @AfterEach
    void close() throws SQLException {
        lease.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "create table other (id int)                                          | table other",
            "create table other as select 1 as a                                  | table other",
            "drop table lines                                                     | was dropped",
            "alter table orders add column more int                               | table orders",
            "alter table orders drop column name cascade                          | table orders",
            "alter table orders alter column net set not null                     | table orders",
            "alter table orders alter column net set default 5                    | table orders",
            "alter table lines alter column id type bigint                        | column id of table lines",
            "alter table orders rename to bills                                   | table bills",
            "alter table orders rename column net to gross                        | column gross",
            "alter table orders add check (net > 0)                               | constraint orders_net_check",
            "alter table orders enable row level security                         | table orders",
            "alter table orders set (fillfactor = 50)                             | table orders",
            "alter table orders disable trigger t                                 | table orders",
            "create table child () inherits (lines)                               | table child",
            "alter table lines drop constraint lines_part_fkey                    | ",
            "grant select on orders to public                                     | table orders",
            "create index on lines (part)                                         | index lines_part_idx",
            "drop index orders_net                                                | was dropped",
            "create or replace view v as select id, net, name, 1 as one from orders | view v",
            "drop view v                                                          | was dropped",
            "drop materialized view m                                             | was dropped",
            "create materialized view n as select 1                               | materialized view n",
            "create or replace function f() returns int language sql as 'select 2' | function f()",
            "drop function f()                                                    | was dropped",
            "create procedure pr() language sql as ''                             | function pr()",
            "alter type mood add value 'bad'                                      | type mood",
            "create type kind as enum ('a')                                       | type kind",
            "alter domain word add check (value <> '')                            | constraint word_check",
            "create sequence other                                                | sequence other",
            "alter sequence s increment by 5                                      | sequence s",
            "drop trigger t on orders                                             | was dropped",
            "drop policy p on orders                                              | was dropped",
            "alter policy p on orders using (true)                                | table orders",
            "create rule r2 as on delete to lines do instead nothing              | table lines",
            "comment on table orders is 'all'                                     | table orders",
            "create schema other                                                  | schema other",
            "create extension citext schema public                                | extension citext",
            "alter text search configuration tsc add mapping for word with simple | text search configuration tsc",
            "drop statistics st                                                   | was dropped",
            "alter default privileges grant select on tables to public            | default privileges",
            "create publication pub for table orders                              | publication pub",
            "alter publication ready add table orders                             | table orders",
            "create event trigger et on sql_drop execute function dropped()       | event trigger et",
            "create foreign data wrapper fdw                                      | foreign-data wrapper fdw",
            "create server there foreign data wrapper nowhere                     | server there",
            "create foreign table far (id int) server here                        | table far",
            "create cast (mood as int) with inout                                 | cast from mood to integer",
            "create transform for mood language sql (from sql with function prsd_lextype(internal)) | transform",
            "create access method am type index handler bthandler                 | access method am",
            "create trusted language other handler plpgsql_call_handler           | language other",
            "create operator === (leftarg = int, rightarg = text, function = same) | operator ===",
            "create operator family fam using btree                               | operator family fam",
            "create operator class cla for type int using hash as operator 1 =    | operator class cla",
            "create collation coll (locale = 'POSIX')                             | collation coll",
            "create conversion conv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8 | conversion conv",
            "create text search dictionary dict (template = simple)               | text search dictionary dict",
            "create text search configuration conf (parser = \"default\")           | text search configuration conf",
            "create text search parser pars (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype) | text search parser pars",
            "create text search template temp (lexize = dsimple_lexize)           | text search template temp",
            "cluster orders using orders_pkey                                     | index orders_pkey",
    })
    void whatATestDefines(String ddl, String named) throws SQLException {
        lease.runOutside(ddl);

        Wiped wiped = lease.wipe.wipe();

        assertThat(wiped.outcome()).as(wiped.toString()).isEqualTo(Outcome.DDL_FOUND);
        assertThat(wiped.details()).isNotEmpty();
        if (named != null) {
            assertThat(wiped.details()).as(ddl).anySatisfy(object -> assertThat(object).contains(named));
        }
        assertThat(wiped.outcome().atBaseline()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "truncate orders cascade",
            "truncate lines, orders restart identity",
            "alter sequence s restart with 50",
            "refresh materialized view m",
            "analyze",
            "analyze orders",
            "vacuum orders",
            "vacuum full orders",
            "reindex table orders",
            "create temporary table scratch (id serial primary key, mood mood)",
            "create temporary view scratch as select * from orders",
            "create table other (id int); drop table other",
            "begin; create table other (id int); drop table lines; rollback",
            "alter table orders disable trigger t; delete from orders; alter table orders enable trigger t",
            "insert into orders (net) select i from generate_series(1, 1000) i; analyze orders"
    })
    void whatDefinesNothing(String sql) throws SQLException {
        lease.run(sql);
        Wiped wiped = lease.wipe.wipe();
        assertThat(wiped.outcome().atBaseline()).as(wiped.toString()).isTrue();
        lease.assertIsAtBaseline();
        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.NOTHING_CHANGED);
    }

    @Test
    void settingsOfTheDatabase() throws SQLException {
        lease.run("alter database " + lease.database + " set work_mem = '8MB'");
        assertThat(lease.wipe.wipe().details()).containsExactly("database " + lease.database);
    }

    @Test
    void aTestMayDropWhateverItCould() throws SQLException {
        lease.run("create table moods (mood mood, word word); insert into moods values ('fine', 'x')");
        lease.baseline();
        lease.run("drop table moods; drop type mood; drop domain word");
        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.DDL_FOUND);
    }
}
