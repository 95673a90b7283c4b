package io.quarkiverse.isolatedschema.runtime.reset;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.reset.Wiped.Outcome;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** Every kind of table that holds rows. */
@ExtendWith(PostgresServerExtension.class)
class WipeKindsOfTablesTest {

    private final PostgresServer server;

    private WipedLease lease;

    WipeKindsOfTablesTest(PostgresServer server) {
        this.server = server;
    }

    private WipedLease lease(String ddl) throws SQLException {
        lease = WipedLease.of(server, ddl);
        return lease;
    }

    @AfterEach
    void close() throws SQLException {
        lease.close();
    }

    @Test
    void partitions() throws SQLException {
        lease("create table events (at date, kind text, primary key (at, kind)) partition by range (at);"
                + " create table y2025 partition of events for values from ('2025-01-01') to ('2026-01-01') partition by list (kind);"
                + " create table y2025_a partition of y2025 for values in ('a'); create table y2025_b partition of y2025 default;"
                + " create table rest partition of events default; insert into events values ('2025-01-01', 'a'), ('2020-01-01', 'c')");
        lease.isBroughtBackAfter("insert into events values ('2025-02-02', 'b'), ('2025-02-02', 'a'), ('1999-01-01', 'c')");
        lease.isBroughtBackAfter("update events set kind = 'b' where kind = 'a'", "delete from rest");
        lease.isBroughtBackAfter("truncate events", "insert into y2025_b values ('2025-01-01', 'a2')");
    }

    @Test
    void parentsAndChildren() throws SQLException {
        lease("create table base (a int); create table derived (b int) inherits (base); insert into base values (1), (2); insert into derived values (3, 4)");
        lease.isBroughtBackAfter("update base set a = a + 10", "delete from only base where a = 11",
                "insert into derived values (1, 1)");
        lease.isBroughtBackAfter("delete from base");
    }

    @Test
    void generatedAndIdentityColumns() throws SQLException {
        lease("create table orders (id int generated always as identity, net int, gross int generated always as (net * 2) stored,"
                + " twice int generated always as (net + net) virtual, gone int); alter table orders drop column gone;"
                + " insert into orders (net) values (1), (2)");
        lease.isBroughtBackAfter("delete from orders where net = 1", "update orders set net = 5",
                "insert into orders (net) values (9)");
        assertThat(lease.ask("select string_agg(concat(id, gross, twice), ' ' order by id) from orders"))
                .containsExactly("122 244");
    }

    @Test
    void unloggedTypedAndColumnless() throws SQLException {
        lease("create unlogged table cache (k text primary key); create type pair as (a int, b text); create table pairs of pair; create table nothing ();"
                + " insert into cache values ('k'); insert into pairs values (1, 'x'); insert into nothing default values");
        lease.isBroughtBackAfter("delete from cache", "update pairs set a = 2", "insert into nothing default values");
    }

    @Test
    void tablesWithRowSecurity() throws SQLException {
        lease("create table secrets (owner text, secret text); insert into secrets values ('nobody', 'a'); alter table secrets enable row level security;"
                + " alter table secrets force row level security; create policy own on secrets using (owner = current_user)");
        assertThat(lease.ask("select * from secrets")).isEmpty();
        lease.isBroughtBackAfter("insert into secrets values (current_user, 'mine')");
        lease.runOutside("delete from secrets");
        lease.isBroughtBack();
    }

    @Test
    void everySchemaOfTheDatabase() throws SQLException {
        lease("select 1").runOutside(
                "create table public.tenants (name text); create schema audit; create table audit.log (id serial, what text);"
                        + " insert into public.tenants values ('a'); grant usage on schema audit to public; grant all on all tables in schema audit, public to public;"
                        + " grant all on all sequences in schema audit to public");
        lease.baseline();
        lease.isBroughtBackAfter(
                "insert into public.tenants values ('b'); insert into audit.log (what) values ('x'); update tenants set name = 'c'");
    }

    @Test
    void nothingOutsideOfAScope() throws SQLException {
        lease = WipedLease.unwatched(server, "create table orders (id int)");
        lease.runOutside(
                "create schema audit; create table audit.log (what text); grant all on schema audit to public; grant all on audit.log to public;"
                        + " insert into audit.log values ('user''s own')");
        lease.wipedBy(lease.role, WipeScope.schema(lease.schema));
        lease.run("insert into audit.log values ('x'); insert into orders values (1)");
        lease.runOutside("create table audit.more (a int); create sequence audit.numbers; select lo_create(0)");

        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.WIPED);

        assertThat(lease.ask("select count(*) from audit.log")).containsExactly("2");
        assertThat(lease.ask("select count(*) from orders")).containsExactly("0");
    }

    @Test
    void materializedViews() throws SQLException {
        lease("create table orders (customer int, net int); insert into orders values (1, 5), (2, 6);"
                + " create materialized view sums as select customer, sum(net) as net from orders group by customer;"
                + " create unique index on sums (customer); create materialized view total as select sum(net) as net from sums;"
                + " create materialized view later as select * from orders with no data");
        lease.isBroughtBackAfter(
                "insert into orders values (1, 3); refresh materialized view sums; refresh materialized view total");
        lease.run("insert into orders values (3, 3)");
        lease.run("refresh materialized view concurrently sums");
        lease.isBroughtBack();
        lease.run("refresh materialized view later");
        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.WIPED);
        assertThat(lease.ask("select relispopulated from pg_class where relname = 'later'")).containsExactly("f");
        lease.run("refresh materialized view total with no data");
        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.WIPED);
        lease.assertIsAtBaseline();
    }

    @Test
    void aMaterializedViewThatWasOutOfDateCannotBeBroughtBack() throws SQLException {
        lease("create table orders (net int); create materialized view sums as select sum(net) from orders; insert into orders values (1)");
        lease.run("refresh materialized view sums; insert into orders values (2)");
        Wiped wiped = lease.wipe.wipe();
        assertThat(wiped.outcome()).isEqualTo(Outcome.CANNOT);
        assertThat(wiped.details()).singleElement().asString().contains(".sums was refreshed by the test");
        assertThat(lease.ask("select count(*) from orders")).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void largeObjects(boolean superuser) throws SQLException {
        String ddl = "create table files (id int primary key, data oid); insert into files select 1, lo_from_bytea(0, 'x'); insert into files select 2, lo_from_bytea(0, 'y')";
        lease = superuser ? WipedLease.of(server, ddl) : WipedLease.ofOwner(server, ddl);
        lease.isBroughtBackAfter("insert into files select 3, lo_from_bytea(0, 'z')", "select lo_from_bytea(0, 'of nobody')");
        lease.run("select lo_put(data, 0, 'other') from files where id = 1");
        assertThat(lease.wipe.wipe().outcome()).isEqualTo(Outcome.CANNOT);
    }

    @Test
    void tablesOfTooManyRowsForACopy() throws SQLException {
        lease("create table postcodes (code int primary key, town text); insert into postcodes select i, 'town ' || i from generate_series(1, %d) i"
                .formatted(RowCopies.MOST_ROWS + 1));
        lease.isBroughtBackAfter("insert into postcodes values (0, 'x'), (-1, 'y')");
        lease.run("insert into postcodes values (0, 'x'); update postcodes set town = 'y' where code = 1");
        Wiped wiped = lease.wipe.wipe();
        assertThat(wiped.outcome()).isEqualTo(Outcome.CANNOT);
        assertThat(wiped.details()).singleElement().asString().contains(".postcodes were changed or deleted",
                "too many for a copy");
        assertThat(lease.ask("select town from postcodes where code < 2 order by code")).containsExactly("x", "y");
    }

    @Test
    void rowsThatBreakAConstraintWhichOldRowsMayBreak() throws SQLException {
        lease("create table orders (id int primary key, net int); insert into orders values (1, 20), (2, 5); alter table orders add constraint small check (net < 10) not valid");
        lease.isBroughtBackAfter("update orders set net = 6 where id = 2");
        lease.run("insert into orders values (3, 3); delete from orders where id = 1");
        Wiped wiped = lease.wipe.wipe();
        assertThat(wiped.outcome()).isEqualTo(Outcome.CANNOT);
        assertThat(wiped.details()).singleElement().asString().contains("small");
        assertThat(wiped.cause()).isPresent();
        assertThat(lease.ask("select id from orders order by id")).containsExactly("2", "3");
    }

    @Test
    void whatTriggersOfOtherRolesWrote() throws SQLException {
        lease("create table orders (id int); create table log (id int);"
                + " create function note() returns trigger language plpgsql as $$ begin insert into log values (new.id); return new; end $$;"
                + " create trigger note after insert on orders for each row execute function note()");
        lease.runOutside("insert into orders values (1)");
        lease.isBroughtBack();
    }
}
