package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which tables refer to which. */
final class ForeignKeys {

    private static final String FOREIGN_KEYS = """
            select confrelid, conrelid, confdeltype <> 'a' from pg_constraint where contype = 'f'
                and confrelid in (select oid from pg_class where relkind = 'r' and relnamespace in (%s))
            """;

    private final List<ForeignKey> keys;

    /** @param acts whether more is done when a row is deleted than to check at the end that nothing refers to it */
    private record ForeignKey(long referenced, long referring, boolean acts) {
    }

    private ForeignKeys(List<ForeignKey> keys) {
        this.keys = keys;
    }

    static ForeignKeys of(Connection connection, WipeScope scope) throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(FOREIGN_KEYS.formatted(scope.schemas(connection)));
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                keys.add(new ForeignKey(rows.getLong(1), rows.getLong(2), rows.getBoolean(3)));
            }
        }
        return new ForeignKeys(keys);
    }

    /** The largest part of these tables that Postgres truncates together: no other table refers to one of them. */
    Set<Long> truncatable(Set<Long> tables) {
        Set<Long> together = new HashSet<>(tables);
        while (together.removeIf(table -> keys.stream()
                .anyMatch(key -> key.referenced() == table && !together.contains(key.referring())))) {
            continue;
        }
        return together;
    }

    /** Whether rows of other tables would be deleted or changed, or would refuse, when rows of this table are replaced. */
    boolean actsOn(long table) {
        return keys.stream().anyMatch(key -> key.referenced() == table && key.acts());
    }
}
