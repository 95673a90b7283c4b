package io.quarkiverse.isolatedschema.runtime.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

/**
 * Keeps Hibernate ORM from dropping tables before it creates them, where the run takes place in the user's own database.
 * <p>
 * {@code drop table if exists customer} finds nothing in the boot schema, which is empty, and would drop the user's own
 * table that comes next in the search path.
 */
@Priority(Priorities.LIBRARY + 290)
public final class NothingDropped implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    /** The key of the default persistence unit's strategy. */
    public static final String DEFAULT_STRATEGY = "quarkus.hibernate-orm.schema-management.strategy";

    private static final Pattern STRATEGY = Pattern.compile(
            "(quarkus\\.hibernate-orm\\.(?:\"[^\"]+\"\\.|[^.\"]+\\.)?)(?:schema-management\\.strategy|database\\.generation)");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        Matcher strategy = STRATEGY.matcher(name);
        ConfigValue asked = context.proceed(name);
        if (asked == null || asked.getValue() == null || !strategy.matches()) {
            return asked;
        }
        Optional<String> harmless = withoutDrop(asked.getValue());
        return harmless.isPresent() && ofDefaultDatasource(context, strategy.group(1)) && inGivenDatabase(context)
                ? asked.withValue(harmless.get())
                : asked;
    }

    /**
     * @param strategy a strategy of schema management
     * @return what has the same effect in an empty schema, where the strategy drops
     */
    public static Optional<String> withoutDrop(String strategy) {
        return switch (strategy.trim()) {
            case "drop-and-create" -> Optional.of("create");
            case "drop" -> Optional.of("none");
            default -> Optional.empty();
        };
    }

    private static boolean ofDefaultDatasource(ConfigSourceInterceptorContext context, String unit) {
        ConfigValue datasource = context.restart(unit + "datasource");
        return datasource == null || datasource.getValue() == null || datasource.getValue().equals("<default>");
    }

    private static boolean inGivenDatabase(ConfigSourceInterceptorContext context) {
        ConfigValue placement = context.restart(InternalKeys.PLACEMENT);
        return placement != null && Placement.parse(placement.getValue()).given();
    }
}
