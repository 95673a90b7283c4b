package io.quarkiverse.isolatedschema.runtime.catalog;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog.Difference;
import io.quarkiverse.isolatedschema.runtime.postgres.SequencePosition;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServers;
import io.quarkiverse.isolatedschema.runtime.testing.TwoKitchenSinks;

/** Whatever is changed in a copy, the comparison names the object, on the newest and the oldest server. */
@ParameterizedClass(name = "Postgres {0}")
@ValueSource(ints = { 18, 14 })
@ExtendWith(PostgresServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedDifferencesTest {

    @Parameter
    int version;

    private TwoKitchenSinks sinks;

    private SchemaCatalog expected;

    @BeforeParameterizedClassInvocation(injectArguments = false)
    void fill(PostgresServers servers) throws SQLException {
        sinks = TwoKitchenSinks.on(servers.of(version));
        expected = SchemaCatalog.of(sinks.connection(), sinks.template());
    }

    @AfterParameterizedClassInvocation
    void close() throws SQLException {
        if (sinks != null) {
            sinks.close();
        }
    }

    /** A change of the copy, and the object that must be named for it. */
    record Planted(String kind, String object, int since, String sql) {

        static Planted of(String line) {
            String[] parts = line.split(Pattern.quote(" | "), 4);
            return new Planted(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3]);
        }
    }

    static Stream<Planted> differences() throws IOException {
        try (InputStream in = PlantedDifferencesTest.class.getResourceAsStream("/planted-differences.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .map(Planted::of);
        }
    }

    @ParameterizedTest
    @MethodSource("differences")
    void isNamed(Planted planted) throws SQLException {
        Assumptions.assumeTrue(planted.since() <= version, "needs Postgres " + planted.since());
        assertThat(after(planted.sql())).extracting(Difference::kind, Difference::object)
                .contains(tuple(planted.kind(), planted.object()));
    }

    @Test
    void everyKindIsPlanted() throws Exception {
        List<String> kinds = new ArrayList<>(List.of(SchemaCatalog.SEQUENCE_POSITION));
        CatalogQuery.all(sinks.connection(), sinks.copy()).forEach(query -> kinds.add(query.kind()));

        assertThat(differences().filter(planted -> planted.since() <= version).map(Planted::kind).distinct())
                .containsExactlyInAnyOrderElementsOf(kinds);
    }

    @Test
    void theyAreToldInWords() throws SQLException {
        assertThat(after("drop index orders_net; create table more (); alter function all_orders() cost 8"))
                .extracting(Difference::describe).contains("index \"orders_net\" is missing", "table \"more\" was not expected",
                        "function \"all_orders()\" differs: expected '…LANGUAGE plpgsql LEAKPROOF COST 7 ROWS 50 AS $function$ begin return query"
                                + " select o.id, o.net from orders o; end $functi…', but was '…LANGUAGE plpgsql LEAKPROOF COST 8 ROWS 50"
                                + " AS $function$ begin return query select o.id, o.net from orders o; end $functi…'");
    }

    /** Sequences do not come back with a rollback. */
    private void resetSequences() throws SQLException {
        for (SequencePosition position : SequencePosition.of(sinks.connection(), sinks.template())) {
            query(sinks.connection(), "select setval('%s', %d, %b)".formatted(position.sequence(), position.value(),
                    position.called()));
        }
    }

    private List<Difference> after(String sql) throws SQLException {
        Connection connection = sinks.connection();
        connection.setAutoCommit(false);
        try {
            execute(connection, sql.replace("{schema}", sinks.copy()).replace("{template}", sinks.template()));
            return expected.differencesTo(SchemaCatalog.of(connection, sinks.copy()));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            resetSequences();
        }
    }
}
