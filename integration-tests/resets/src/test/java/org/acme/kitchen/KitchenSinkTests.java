package org.acme.kitchen;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.acme.shop.Contents;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.SchemaLease;

/** Forty tests in twenty orders, which all find what the first of them has found, on a schema with every kind of object. */
abstract class KitchenSinkTests {

    private static final int SEEDS = Integer.getInteger("resets.seeds", 20);

    /** Rows that their own table takes no more could not be brought back; a view out of date could not, either. */
    private static final String IN_ORDER = "delete from orders where net >= 15; refresh materialized view sums";

    private static final Map<Class<?>, Contents> BASELINES = new ConcurrentHashMap<>();

    private static final Map<String, Work> WORK = Work.all().stream()
            .collect(Collectors.toMap(Work::name, Function.identity()));

    @Inject
    AgroalDataSource dataSource;

    @BeforeAll
    static void putInOrder(SchemaLease lease) throws SQLException {
        execute(lease, IN_ORDER);
    }

    static void execute(SchemaLease lease, String sql) throws SQLException {
        try (Connection connection = lease.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @BeforeEach
    void findTheBaseline() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Contents found = Contents.of(connection);
            assertThat(found.rows("orders")).hasSize(1);
            assertThat(found.rows("customers")).hasSize(2);
            assertThat(found.lines())
                    .containsExactlyElementsOf(BASELINES.computeIfAbsent(getClass(), first -> found).lines());
        }
    }

    static Stream<Arguments> inTwentyOrders() {
        return IntStream.rangeClosed(1, SEEDS).boxed()
                .flatMap(seed -> Work.inOrder(seed).stream().map(work -> Arguments.of(seed, work.name())));
    }

    @ParameterizedTest(name = "seed {0}: {1}")
    @MethodSource("inTwentyOrders")
    void findsTheBaselineAndWorks(int seed, String work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            WORK.get(work).run(connection);
        }
    }
}
