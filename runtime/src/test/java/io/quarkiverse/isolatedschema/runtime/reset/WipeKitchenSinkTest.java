package io.quarkiverse.isolatedschema.runtime.reset;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.reset.Wiped.Outcome;
import io.quarkiverse.isolatedschema.runtime.testing.KitchenSinkUse;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServers;

/** Whatever is done to whatever kind of object, the lease is at its baseline afterwards. */
@ParameterizedClass(name = "Postgres {0}")
@ValueSource(ints = { 18, 16, 14 })
@ExtendWith(PostgresServerExtension.class)
class WipeKitchenSinkTest {

    private static final int SEEDS = 20;

    /** Whether the version matters shows soon. */
    private static final int SEEDS_ON_OLDER_SERVERS = 4;

    private static final int ROUNDS = 4;

    private static final int STATEMENTS = 25;

    /** Rows that their own table takes no more could not be brought back; a view out of date could not, either. */
    private static final String IN_ORDER = "delete from orders where net >= 15; refresh materialized view sums";

    private static final List<Function<Random, String>> WORK = List.of(
            random -> "insert into customers (name, email) values ('n%1$d', 'n%1$d@example.org')"
                    .formatted(random.nextInt(1000)),
            random -> "insert into orders (customer, net, quantity) select id, %d, %d from customers order by random() limit 2"
                    .formatted(random.nextInt(15), 1 + random.nextInt(9)),
            random -> "update orders set net = net / 2, price = '(%d,EUR)' where id in (select id from orders order by random() limit 2)"
                    .formatted(random.nextInt(99)),
            random -> "update customers set status = 'shipped', tags = '{x,y}', size = '%d' where random() < 0.5"
                    .formatted(random.nextInt(99)),
            random -> "delete from orders where random() < 0.4",
            random -> "delete from customers where id in (select id from customers order by random() limit 1)",
            random -> "insert into events select date '2024-12-30' + %d, 'k' || %d, 7".formatted(random.nextInt(400),
                    random.nextInt(9)),
            random -> "update events set at = at + 200, kind = kind || 'x' where random() < 0.3",
            random -> "delete from events where random() < 0.3",
            random -> "insert into %s select 1 + %d, 'x'".formatted(random.nextBoolean() ? "base (a, b)" : "derived (a, b)",
                    random.nextInt(9)),
            random -> "update base set b = b || 'y' where random() < 0.5",
            random -> "delete from base where random() < 0.3",
            random -> "insert into regions values ('north')",
            random -> "insert into prices values (%d, 'USD')".formatted(random.nextInt(99)),
            random -> "update prices set amount = %d".formatted(random.nextInt(99)),
            random -> "insert into cache values ('c%d', '\\xff') on conflict (key) do update set value = '\\x00'"
                    .formatted(random.nextInt(3)),
            random -> "delete from cache",
            random -> "insert into unchecked values (%d)".formatted(random.nextInt(999)),
            random -> "insert into secrets values ('kitchen_reader', 'new')",
            random -> "update secrets set secret = secret || '!' where random() < 0.5",
            random -> "delete from granted_by_default where id > %d".formatted(random.nextInt(1000)),
            random -> "update granted_by_default set id = id + 5000 where id %% 7 = %d".formatted(random.nextInt(7)),
            random -> "insert into granted_by_default select generate_series(1, %d)".formatted(random.nextInt(4000)),
            random -> "truncate " + List.of("orders", "events", "cache", "derived", "log restart identity", "customers cascade")
                    .get(random.nextInt(6)),
            random -> "select nextval('%s')".formatted(List.of("invoices", "untouched", "moved").get(random.nextInt(3))),
            random -> "select setval('moved', %d, %b)".formatted(1 + random.nextInt(99), random.nextBoolean()),
            random -> "alter sequence untouched restart with %d".formatted(1 + random.nextInt(99)),
            random -> "refresh materialized view %s sums".formatted(random.nextBoolean() ? "concurrently" : ""),
            random -> "refresh materialized view later",
            random -> "call pay(100)",
            random -> "call forget(%d)".formatted(100 + 5 * random.nextInt(3)),
            random -> random.nextBoolean() ? "vacuum full customers" : "vacuum granted_by_default",
            random -> "begin; set local session_replication_role = replica; delete from customers where random() < 0.5; commit",
            random -> "create temporary table if not exists scratch as select * from orders",
            random -> "do $$ begin insert into prices values (3, 'GBP'); begin delete from customers; raise 'x'; exception when others then null; end; end $$");

    private final PostgresServer server;

    private final int seeds;

    WipeKitchenSinkTest(int version, PostgresServers servers) {
        server = servers.of(version);
        seeds = version == PostgresServers.NEWEST ? SEEDS : SEEDS_ON_OLDER_SERVERS;
    }

    @Test
    void allThatOneDoesWithIt() throws SQLException, IOException {
        try (WipedKitchenSink sink = new WipedKitchenSink(server, IN_ORDER)) {
            for (String line : KitchenSinkUse.statements()) {
                tried(sink.application, line, false);
            }
            assertThat(sink.isAtBaseline()).isFalse();
            Wiped wiped = sink.wipe.wipe();
            assertThat(wiped.outcome()).as(wiped.toString()).isEqualTo(Outcome.WIPED);
            sink.assertIsAtBaseline("all");
        }
    }

    @Test
    void whateverIsDone() throws SQLException {
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            try (WipedKitchenSink sink = new WipedKitchenSink(server, IN_ORDER)) {
                for (int round = 0; round < ROUNDS; round++) {
                    work(sink, random, "seed " + seed + ", round " + round);
                }
            }
        }
    }

    private void work(WipedKitchenSink sink, Random random, String when) throws SQLException {
        List<String> done = new ArrayList<>(List.of(when));
        for (int i = 0; i < STATEMENTS; i++) {
            done.add(tried(sink.application, WORK.get(random.nextInt(WORK.size())).apply(random), random.nextInt(4) == 0));
        }
        String all = String.join("\n", done);
        assertThat(sink.isAtBaseline()).as(all).isFalse();
        Wiped wiped = sink.wipe.wipe();
        assertThat(wiped.outcome()).as(wiped + all).isEqualTo(Outcome.WIPED);
        sink.assertIsAtBaseline(all);
    }

    private static String tried(Connection connection, String sql, boolean rolledBack) throws SQLException {
        boolean alone = sql.startsWith("vacuum") || sql.startsWith("begin");
        try (Statement statement = connection.createStatement()) {
            statement.execute(rolledBack && !alone ? "begin; " + sql + "; rollback" : sql);
            return (rolledBack ? "rolled back: " : "") + sql;
        } catch (SQLException refused) {
            execute(connection, "rollback");
            return "refused: " + sql + ": " + refused.getMessage();
        }
    }
}
