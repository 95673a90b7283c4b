package io.quarkiverse.isolatedschema.runtime.reset;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** A wipe is no event of the application: no trigger notices it and no rule is in its way. They are as they were afterwards. */
@ParameterizedClass
@ValueSource(booleans = { true, false })
@ExtendWith(PostgresServerExtension.class)
class WipeTriggersAndRulesTest {

    private static final String TABLES = "create table orders (id int primary key, net int); insert into orders values (1, 10), (2, 20);"
            + " create table log (what text); create function note() returns trigger language plpgsql as"
            + " $$ begin insert into log values (tg_op || ' ' || tg_when || ' ' || tg_level); return coalesce(new, old); end $$;"
            + " create function refuse() returns trigger language plpgsql as $$ begin raise 'never'; end $$;";

    private static final String CHANGE = "insert into orders values (3, 30); update orders set net = 0 where id = 1";

    private final boolean superuser;

    private final PostgresServer server;

    private WipedLease lease;

    WipeTriggersAndRulesTest(boolean superuser, PostgresServer server) {
        this.superuser = superuser;
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        lease = superuser ? WipedLease.of(server, TABLES) : WipedLease.ofOwner(server, TABLES);
    }

    @AfterEach
    void close() throws SQLException {
        lease.close();
    }

    private void with(String ddl) throws SQLException {
        lease.run(ddl);
        lease.baseline();
    }

    @Test
    void ordinaryTriggers() throws SQLException {
        with("create trigger noted after insert or update or delete on orders for each row execute function note();"
                + " create trigger noted_all before insert or delete on orders for each statement execute function note();"
                + " create constraint trigger noted_late after delete on orders deferrable initially deferred for each row execute function note()");
        lease.isBroughtBackAfter(CHANGE);
        assertThat(lease.ask("select count(*) from log")).containsExactly("0");
    }

    @Test
    void triggersThatAlwaysFire() throws SQLException {
        with("create trigger noted after insert or update or delete on orders for each row execute function note(); alter table orders enable always trigger noted;"
                + " create trigger refused before delete on orders for each statement execute function refuse(); alter table orders enable always trigger refused");
        lease.isBroughtBackAfter(CHANGE);
        assertThat(lease.ask("select count(*) from log")).containsExactly("0");
        assertThat(lease.ask("select string_agg(tgenabled::text, '') from pg_trigger where not tgisinternal"))
                .containsExactly("AA");
        lease.isBroughtBackAfter(CHANGE);
    }

    @Test
    void triggersThatFireOnReplicas() throws SQLException {
        with("create trigger refused before insert or delete on orders for each row execute function refuse(); alter table orders enable replica trigger refused");
        lease.isBroughtBackAfter(CHANGE);
        assertThat(lease.ask("select tgenabled from pg_trigger where not tgisinternal")).containsExactly("R");
    }

    @Test
    void disabledTriggersStayDisabled() throws SQLException {
        with("create trigger refused before insert or delete on orders for each row execute function refuse(); alter table orders disable trigger refused");
        lease.isBroughtBackAfter(CHANGE);
        assertThat(lease.ask("select tgenabled from pg_trigger where not tgisinternal")).containsExactly("D");
    }

    @Test
    void rules() throws SQLException {
        with("create rule stay as on delete to orders do instead nothing; create rule noted as on insert to orders do also insert into log values ('rule');"
                + " create rule kept as on delete to log do instead nothing; alter table log enable always rule kept");
        lease.isBroughtBackAfter(CHANGE);
        assertThat(lease.ask(
                "select string_agg(ev_enabled::text, '' order by rulename) from pg_rewrite where rulename in ('stay', 'noted', 'kept')"))
                .containsExactly("AOO");
        lease.run("delete from orders");
        assertThat(lease.ask("select count(*) from orders")).containsExactly("2");
    }

    @Test
    void triggersOfPartitionedTables() throws SQLException {
        with("create table events (at int) partition by range (at); create table low partition of events for values from (0) to (9);"
                + " insert into events values (1); create trigger refused before delete on events for each row execute function refuse();"
                + " alter table events enable always trigger refused; create trigger noted after truncate on low execute function note()");
        lease.isBroughtBackAfter("insert into events values (2), (3)");
    }

    @Test
    void triggersOnDefinitions() throws SQLException {
        with("create materialized view sums as select sum(net) from orders");
        lease.runOutside(
                "create function noted_definition() returns event_trigger language plpgsql as $$ begin insert into log values ('ddl'); end $$;"
                        + " create event trigger noted_definition on ddl_command_end execute function noted_definition()");
        lease.baseline();
        lease.isBroughtBackAfter(CHANGE);
    }
}
