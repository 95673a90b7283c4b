package io.quarkiverse.isolatedschema.bench.worker;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.bench.app.Orders;

/** What the measured methods of a class do, and what they have to find. */
final class MethodWork {

    private static final String FIRST_QUERY = "select count(*) from country";

    private static final String STATE = """
            select concat_ws(' ', (select count(*) from customer), (select count(*) from orders),
                (select count(*) from order_line), (select sum(price) from product), (select max(name) from country))
            """;

    private static final String OWN_DDL = """
            create table own_thing (id bigint generated always as identity primary key, word text not null);
            alter table customer add column own text;
            insert into own_thing (word) values ('first');
            """;

    private final AgroalDataSource dataSource;

    private final Orders orders;

    private String baseline;

    private Long firstId;

    MethodWork(AgroalDataSource dataSource, Orders orders) {
        this.dataSource = dataSource;
        this.orders = orders;
    }

    /** The first query of a method. */
    void query() throws SQLException {
        expect("countries", "10", ask(FIRST_QUERY));
    }

    /** What is there now is what every method has to find. */
    void remember() throws SQLException {
        baseline = ask(STATE);
    }

    /** Fails when something is left of another method. */
    void expectBaseline() throws SQLException {
        expect("what a method finds", baseline, ask(STATE));
    }

    /**
     * Leaves something behind: added rows, changed reference data, and used ids.
     *
     * @param tables how many tables are changed: 0, 1 or 5
     */
    void change(int tables) throws SQLException {
        if (tables > 0) {
            execute("update product set price = price + 1 where sku = 'P01'");
        }
        if (tables > 1) {
            execute("update country set name = 'Zembla' where code = 'C02'");
            long id = orders.take();
            firstId = firstId == null ? id : firstId;
            expect("the first id", String.valueOf(firstId), String.valueOf(id));
            orders.take();
        }
    }

    /** Objects of its own, which could not be made where another test has left the same. */
    void define() throws SQLException {
        execute(OWN_DDL);
        expect("rows of its own", "1", ask("select max(id) from own_thing"));
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void expect(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException("Not isolated: " + what + " should be " + expected + " but is " + found);
        }
    }
}
