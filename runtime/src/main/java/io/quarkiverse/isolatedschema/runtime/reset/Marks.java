package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.postgresql.PGStatement;

/**
 * Reads all that tells whether anything has changed, in one round trip and by plans that the server keeps.
 * <p>
 * A mark is two numbers, which change when what they stand for does. Those of rows are their number and the sum of the ages
 * of the transactions that wrote them, counted from one fixed transaction on: whoever changes a row writes it anew, by a
 * younger transaction.
 */
final class Marks implements AutoCloseable {

    /** One mark. */
    record Mark(long count, long sum) {

        static final Mark NO_ROWS = new Mark(0, 0);
    }

    private final PreparedStatement query;

    private final int size;

    private Marks(PreparedStatement query, int size) {
        this.query = query;
        this.size = size;
    }

    /** Collects what is read. */
    static final class Builder {

        /** A table whose file changes, or that is analyzed, makes the server plan all anew that is read along with it. */
        private static final int TOGETHER = 10;

        private final List<String> statements = new ArrayList<>();

        private int size;

        /**
         * @param selects queries that each give the two numbers of one mark
         * @return the place of the first of them among the marks; the others follow
         */
        int add(List<String> selects) {
            int first = size;
            for (int from = 0; from < selects.size(); from += TOGETHER) {
                addTogether(selects.subList(from, Math.min(selects.size(), from + TOGETHER)));
            }
            return first;
        }

        /** The same for queries that are planned as one. */
        int addTogether(List<String> selects) {
            int first = size;
            List<String> numbered = new ArrayList<>();
            for (String select : selects) {
                numbered.add("select " + size++ + ", " + select);
            }
            statements.add(String.join(" union all ", numbered));
            return first;
        }

        Marks prepare(Connection connection) throws SQLException {
            PreparedStatement query = connection.prepareStatement(String.join(";\n", statements));
            query.unwrap(PGStatement.class).setPrepareThreshold(1);
            return new Marks(query, size);
        }
    }

    /** The two numbers of a mark of rows, as the beginning of a select list; the rest says which rows. */
    static String ofRows(String reference) {
        return "count(*), coalesce(sum(age(xmin)) - count(*) * age('" + reference + "'::xid), 0) ";
    }

    List<Mark> read() throws SQLException {
        Mark[] marks = new Mark[size];
        boolean more = query.execute();
        while (more) {
            try (ResultSet rows = query.getResultSet()) {
                while (rows.next()) {
                    marks[rows.getInt(1)] = new Mark(rows.getLong(2), rows.getLong(3));
                }
            }
            more = query.getMoreResults();
        }
        return List.of(marks);
    }

    @Override
    public void close() throws SQLException {
        query.close();
    }
}
