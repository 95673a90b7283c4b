package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.PGobject;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** Whatever kind of object the boot made works the same in a lease, and reaches the lease's own rows. */
@ExtendWith(PostgresServerExtension.class)
class DatabaseCloneFidelityTest {

    private final PostgresServer server;

    private RunDatabase run;

    private Connection boot;

    DatabaseCloneFidelityTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void boot() throws SQLException {
        run = RunDatabase.open(Run.on(server).request());
        boot = Run.connect(run.bootLease());
    }

    @AfterEach
    void stop() throws SQLException {
        boot.close();
        run.close();
    }

    private Connection lease() throws SQLException {
        return Run.connect(fresh());
    }

    private Lease fresh() throws SQLException {
        boot.close();
        return new DatabaseCloneProvisioner(Template.capture(run)).provision("test").lease();
    }

    @Test
    void typesOfExtensions() throws SQLException {
        execute(boot, "create extension citext schema public; create extension hstore;"
                + " create table users (name public.citext primary key, traits hstore)");
        try (Connection lease = lease()) {
            execute(lease, "insert into users values ('Ann', 'a=>1')");
            assertThat(query(lease, "select traits -> 'a' from users where name = 'ANN'")).containsExactly("1");
        }
    }

    @Test
    void enumsAndCompositeTypesByNameFromTheDriver() throws SQLException {
        execute(boot, "create type status as enum ('open', 'paid'); create type price as (amount numeric, currency text);"
                + " create table orders (status status, price price)");
        try (Connection lease = lease();
                PreparedStatement insert = lease.prepareStatement("insert into orders values (?, ?)")) {
            insert.setObject(1, object("status", "paid"));
            insert.setObject(2, object("price", "(9.90,EUR)"));
            insert.executeUpdate();
            assertThat(query(lease, "select (price).currency from orders where status = any ('{paid}'::status[])"))
                    .containsExactly("EUR");
        }
    }

    @Test
    void foreignKeysDefaultsAndGeneratedColumns() throws SQLException {
        execute(boot, "create table customers (id serial primary key, name text);"
                + " create table orders (id bigserial primary key, customer int not null references customers on delete cascade,"
                + " net int, gross int generated always as (net * 2) stored, at timestamptz default now())");
        try (Connection lease = lease()) {
            execute(lease, "insert into customers (name) values ('Ann'); insert into orders (customer, net) values (1, 5)");
            assertThat(query(lease, "select gross::text from orders")).containsExactly("10");
            assertThatThrownBy(() -> execute(lease, "insert into orders (customer, net) values (99, 5)"))
                    .hasMessageContaining("foreign key");
            execute(lease, "delete from customers");
            assertThat(query(lease, "select id::text from orders")).isEmpty();
        }
    }

    @Test
    void viewsMaterializedViewsAndRules() throws SQLException {
        execute(boot, "create table orders (id int); create view v as select * from orders;"
                + " create materialized view m as select count(*) n from orders;"
                + " create rule no_delete as on delete to orders do instead nothing");
        try (Connection lease = lease()) {
            execute(lease, "insert into v values (1); refresh materialized view m; delete from orders");
            assertThat(query(lease, "select n::text from m")).containsExactly("1");
            assertThat(query(lease, "select id::text from v")).containsExactly("1");
        }
    }

    @Test
    void triggersAndFunctionsOfEveryKind() throws SQLException {
        execute(boot, "create table orders (id int); create table log (what text);"
                + " create function note() returns trigger language plpgsql as $$ begin insert into log values (tg_table_schema);"
                + " return new; end $$;"
                + " create trigger note after insert on orders for each row execute function note();"
                + " create procedure clear() language sql as 'delete from orders'");
        execute(boot, "create function amount() returns bigint language sql return (select count(*) from orders)");
        Lease fresh = fresh();
        try (Connection lease = Run.connect(fresh)) {
            execute(lease, "insert into orders values (1)");
            assertThat(query(lease, "select what from log")).containsExactly(fresh.schema());
            assertThat(query(lease, "select amount()::text")).containsExactly("1");
            execute(lease, "call clear()");
            assertThat(query(lease, "select amount()::text")).containsExactly("0");
        }
    }

    @Test
    void partitionsInheritanceAndExpressionIndexes() throws SQLException {
        execute(boot, "create table events (at date, kind text) partition by range (at);"
                + " create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');"
                + " create index on events (lower(kind)); create unlogged table cache (k text); create table base (a int);"
                + " create table derived (b int) inherits (base)");
        try (Connection lease = lease()) {
            execute(lease, "insert into events values ('2025-06-01', 'A'); insert into derived values (1, 2)");
            assertThat(query(lease, "select kind from events_2025")).containsExactly("A");
            assertThat(query(lease, "select a::text from base")).containsExactly("1");
            assertThat(query(lease, "select relpersistence from pg_class where relname = 'cache'")).containsExactly("u");
        }
    }

    @Test
    void whatTheApplicationsSqlNamesWithPublicOrASchemaOfItsOwn() throws SQLException {
        execute(boot, "create table public.tenants (name text); create schema audit; create table audit.log (what text);"
                + " create function public.tenant_count() returns bigint language sql as 'select count(*) from public.tenants'");
        DatabaseCloneProvisioner leases = new DatabaseCloneProvisioner(captured());
        try (Connection one = Run.connect(leases.provision("one").lease());
                Connection other = Run.connect(leases.provision("other").lease())) {
            execute(one, "insert into public.tenants values ('a'); insert into audit.log values ('b')");

            assertThat(query(one, "select tenant_count()::text")).containsExactly("1");
            assertThat(query(other, "select tenant_count()::text")).containsExactly("0");
            assertThat(query(other, "select what from audit.log")).isEmpty();
        }
    }

    @Test
    void commentsGrantsAndRowSecurity() throws SQLException {
        String reader = server.role("nocreatedb");
        execute(boot, "create table orders (id int, owner text); comment on table orders is 'all orders';"
                + " alter table orders enable row level security; create policy own on orders using (owner = current_user);"
                + " grant select on orders to " + reader + "; grant usage on schema " + run.bootSchema() + " to " + reader);
        Lease lease = fresh();
        try (Connection owner = Run.connect(lease); Connection asking = server.access(reader).open(lease.url())) {
            execute(owner, "insert into orders values (1, 'somebody'), (2, '" + reader + "')");
            assertThat(query(asking, "select id::text from orders")).containsExactly("2");
            assertThat(query(owner, "select obj_description('orders'::regclass)")).containsExactly("all orders");
        }
    }

    private Template captured() throws SQLException {
        boot.close();
        return Template.capture(run);
    }

    private static PGobject object(String type, String value) throws SQLException {
        PGobject object = new PGobject();
        object.setType(type);
        object.setValue(value);
        return object;
    }
}
