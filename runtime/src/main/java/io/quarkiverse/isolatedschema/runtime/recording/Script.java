package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.literal;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.runtime.postgres.SequencePosition;

/**
 * The SQL that filled one schema, ready to fill others.
 * <p>
 * It runs under the settings it was recorded under, the search path among them, with the name of the boot schema replaced
 * wherever it stands. Whether the outcome is the same is for the caller to compare: a function that looks at the time or
 * at other schemas may have done something else.
 */
public final class Script {

    /** The SQL state of a replay that failed because it would have changed something outside of its schema. */
    public static final String CHANGES_OUTSIDE = "2F002";

    private static final Pattern DEFERRED = Pattern.compile("(?i)\\b(initially\\s+deferred|set\\s+constraints)\\b");

    private static final Pattern TEMPORARY = Pattern.compile("(?is)^create\\s+((local|global)\\s+)?temp(orary)?\\s.*");

    /** What a commit does to deferred constraints; those that start deferred are so again afterwards. */
    private static final String SETTLE = """
            do $settle$
            declare names text;
            begin
              set constraints all immediate;
              select string_agg(format('%%I.%%I', n.nspname, c.conname), ', ') into names
                  from pg_constraint c join pg_namespace n on n.oid = c.connamespace where c.condeferred and n.nspname = %s;
              if names is not null then execute 'set constraints ' || names || ' deferred'; end if;
            end $settle$""";

    /** Strong locks that this session holds tell what its transaction has changed. */
    private static final String CHANGED_OUTSIDE = "select distinct format('%I.%I', n.nspname, c.relname) from pg_locks l join pg_class c on c.oid = l.relation"
            + " join pg_namespace n on n.oid = c.relnamespace where l.pid = pg_backend_pid() and l.locktype = 'relation'"
            + " and l.mode not in ('AccessShareLock', 'RowShareLock') and c.relkind in ('r', 'p', 'm', 'S', 'v', 'f')"
            + " and n.nspname <> ? and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'"
            + " and l.database = (select oid from pg_database where datname = current_database()) order by 1 limit 1";

    private final String bootSchema;

    private final List<List<Step>> transactions;

    private final List<String> sequencePositions;

    private final boolean deferred;

    private final boolean temporary;

    private final AtomicBoolean stayedInside = new AtomicBoolean();

    Script(String bootSchema, List<List<Step>> transactions, List<String> sequencePositions) {
        this.bootSchema = bootSchema;
        this.transactions = transactions;
        this.sequencePositions = sequencePositions;
        this.deferred = steps().anyMatch(step -> DEFERRED.matcher(step.sql()).find());
        this.temporary = steps().anyMatch(step -> TEMPORARY.matcher(step.sql()).matches());
    }

    private Stream<Step> steps() {
        return transactions.stream().flatMap(List::stream);
    }

    /**
     * @return the first statement recorded that cannot be replayed, by its beginning, and why; empty when all can
     */
    public Optional<String> unreplayable() {
        return steps().filter(step -> step.obstacle() != null).findFirst()
                .map(step -> Step.beginning(step.sql()) + " cannot be replayed: " + step.obstacle());
    }

    /** @return the number of statements */
    public int size() {
        return transactions.stream().mapToInt(List::size).sum();
    }

    /**
     * Adds the positions of sequences as they are now. Numbers drawn by transactions that were rolled back, or by several
     * sessions with a cache each, are not in the statements.
     *
     * @param connection asks; in the database of the boot schema
     * @return this script, at whose end the boot schema's sequences stand where they stand now
     * @throws SQLException when the server refuses
     */
    public Script withSequencePositions(Connection connection) throws SQLException {
        List<String> values = new ArrayList<>();
        for (SequencePosition position : SequencePosition.of(connection, bootSchema)) {
            values.add("(%s, %d, %b)".formatted(literal(connection, position.sequence()), position.value(), position.called()));
        }
        return new Script(bootSchema, transactions, values.isEmpty() ? List.of()
                : List.of(("select setval(c.oid::regclass, v.value, v.called) from (values %s) v(name, value, called)"
                        + " join pg_class c on c.relname = v.name join pg_namespace n on n.oid = c.relnamespace"
                        + " where c.relkind = 'S' and n.nspname = %s").formatted(String.join(", ", values),
                                literal(connection, bootSchema))));
    }

    /**
     * Fills a schema, in the caller's transaction. The settings of the session are as before then; the schema holds
     * what was recorded only when the caller commits.
     *
     * @param connection runs it; in a transaction that has changed no rows yet, not in auto-commit mode
     * @param schema an empty schema of the database in which the boot schema is
     * @throws SQLException when the server refuses a statement, which the message names, or when something outside of the
     *         schema would be changed; the caller rolls back then
     * @throws IllegalStateException when something cannot be replayed, or in auto-commit mode
     */
    public void replay(Connection connection, String schema) throws SQLException {
        if (unreplayable().isPresent() || connection.getAutoCommit()) {
            throw new IllegalStateException(
                    unreplayable().orElse("A script is replayed in one transaction, not in auto-commit mode"));
        }
        SessionSettings before = SessionSettings.of(connection, Set.of());
        try (Replay replay = new Replay(connection, before, text -> text.replace(bootSchema, schema))) {
            for (List<Step> transaction : transactions) {
                for (Step step : transaction) {
                    replay.run(step);
                }
                if (deferred) {
                    replay.run(SETTLE.formatted(literal(connection, schema)));
                }
            }
            replay.restore(before);
            if (temporary) {
                replay.run("discard temp");
            }
            for (String positions : sequencePositions) {
                replay.runWithRows(positions.replace(bootSchema, schema));
            }
            replay.flush();
        }
        checkThatItStayedInside(connection, schema);
    }

    /** Once is enough: the same script does the same. */
    private void checkThatItStayedInside(Connection connection, String schema) throws SQLException {
        if (!stayedInside.get()) {
            Set<String> changed = new TreeSet<>(query(connection, CHANGED_OUTSIDE, schema));
            if (!changed.isEmpty()) {
                throw new SQLException(
                        "What was recorded changes '" + changed.iterator().next() + "' outside of its own schema,"
                                + " which all leases of this database share",
                        CHANGES_OUTSIDE);
            }
            stayedInside.set(true);
        }
    }
}
