package org.acme.kitchen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a test does: statements, with the first column of what comes back, or a part of the error.
 *
 * @param name what it is about
 * @param lines the statements
 */
record Work(String name, List<String> lines) {

    /** All that is in {@code kitchen-sink-work.txt}. */
    static List<Work> all() {
        try (InputStream in = Work.class.getResourceAsStream("/kitchen-sink-work.txt")) {
            return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n"))
                    .map(block -> block.lines().toList()).filter(lines -> lines.size() > 1)
                    .map(lines -> new Work(lines.get(0).substring(2), lines.subList(1, lines.size()))).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All of it, in an order that depends on the seed. */
    static List<Work> inOrder(int seed) {
        List<Work> all = new ArrayList<>(all());
        Collections.shuffle(all, new Random(seed));
        return all;
    }

    void run(Connection connection) throws SQLException {
        for (String line : lines) {
            run(connection, line);
        }
    }

    private static void run(Connection connection, String line) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (line.contains(" !! ")) {
                String[] parts = line.split(" !! ");
                assertThatThrownBy(() -> statement.execute(parts[0])).as(line).isInstanceOf(SQLException.class)
                        .hasMessageContaining(parts[1]);
            } else if (line.contains(" => ")) {
                String[] parts = line.split(" => ");
                try (ResultSet rows = statement.executeQuery(parts[0])) {
                    assertThat(rows.next()).as(line).isTrue();
                    assertThat(rows.getString(1)).as(line).isEqualTo(parts[1]);
                }
            } else {
                statement.execute(line);
            }
        }
    }
}
