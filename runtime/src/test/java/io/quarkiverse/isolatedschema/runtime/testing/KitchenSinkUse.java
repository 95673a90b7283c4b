package io.quarkiverse.isolatedschema.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Works with every object of a copy of the kitchen sink, as {@code kitchen-sink-use.txt} says. */
public final class KitchenSinkUse {

    private KitchenSinkUse() {
    }

    /** The connection is in auto-commit mode, its search path that of the copy. */
    public static void of(Connection copy) throws SQLException, IOException {
        List<String> lines = lines();
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            run(copy, line);
        }
    }

    /** The statements alone, for a copy in which what comes back does not matter. */
    public static List<String> statements() throws IOException {
        return lines().stream().map(line -> line.split(" (=>|!!) ")[0]).toList();
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = KitchenSinkUse.class.getResourceAsStream("/kitchen-sink-use.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        }
    }

    private static void run(Connection copy, String line) throws SQLException {
        try (Statement statement = copy.createStatement()) {
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
