package io.quarkiverse.isolatedschema.runtime.reset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The triggers and rules of users that would fire when the wiping session changes a table. While it does, they are disabled:
 * a wipe is no event of the application.
 */
final class Firings {

    /** Ordinary ones, and those made to fire always or only for replicas. */
    private static final String FIRINGS = """
            select tgrelid, format('alter table %%s disable trigger %%I', tgrelid::regclass, tgname),
                format('alter table %%s enable %%s trigger %%I', tgrelid::regclass, kind.word, tgname)
              from pg_trigger join (values ('O', ''), ('A', 'always'), ('R', 'replica')) kind(letter, word) on letter = tgenabled::text
              where not tgisinternal and tgenabled::text in (%1$s)
                and tgrelid in (select oid from pg_class where relkind = 'r' and relnamespace in (%2$s))
            union all
            select ev_class, format('alter table %%s disable rule %%I', ev_class::regclass, rulename),
                format('alter table %%s enable %%s rule %%I', ev_class::regclass, kind.word, rulename)
              from pg_rewrite join (values ('O', ''), ('A', 'always'), ('R', 'replica')) kind(letter, word) on letter = ev_enabled::text
              where ev_type <> '1' and ev_enabled::text in (%1$s)
                and ev_class in (select oid from pg_class where relkind = 'r' and relnamespace in (%2$s))
            """;

    private final Map<Long, List<Firing>> byTable = new HashMap<>();

    private record Firing(String disable, String enable) {
    }

    private Firings() {
    }

    static Firings of(WipeSession session, WipeScope scope) throws SQLException {
        Connection connection = session.connection();
        Firings firings = new Firings();
        try (PreparedStatement query = connection.prepareStatement(
                FIRINGS.formatted(session.replica() ? "'A', 'R'" : "'O', 'A'", scope.schemas(connection)));
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                firings.byTable.computeIfAbsent(rows.getLong(1), oid -> new ArrayList<>())
                        .add(new Firing(rows.getString(2), rows.getString(3)));
            }
        }
        return firings;
    }

    /** Statements that disable those of some tables; empty when there are none. */
    String disable(Set<Long> tables) {
        return of(tables).stream().map(Firing::disable).collect(Collectors.joining(";"));
    }

    /** Statements that enable them again as they were. What was put off until the commit is done first: it is in the way. */
    String enable(Set<Long> tables) {
        return "set constraints all immediate;" + of(tables).stream().map(Firing::enable).collect(Collectors.joining(";"));
    }

    private List<Firing> of(Set<Long> tables) {
        return tables.stream().flatMap(table -> byTable.getOrDefault(table, List.of()).stream()).toList();
    }
}
