package io.quarkiverse.isolatedschema.runtime.config;

import static io.quarkiverse.isolatedschema.runtime.config.InternalKeys.JDBC_URL;
import static io.quarkiverse.isolatedschema.runtime.config.InternalKeys.ORIGINAL;
import static io.quarkiverse.isolatedschema.runtime.config.InternalKeys.PLACEMENT;
import static io.quarkiverse.isolatedschema.runtime.config.InternalKeys.RUN;

import java.util.Optional;

import jakarta.annotation.Priority;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

/**
 * Redirects the default datasource's URL to where the run takes place, whatever source it comes from.
 * <p>
 * Names follow from the run's identity; only where the {@link Placement} depends on what a role may do is the server asked,
 * once for each run. Its priority lies below that of the interceptor that expands expressions, so that
 * {@code ${quarkus.datasource.jdbc.url}} in another property is redirected, too; therefore it asks for the original through
 * the whole chain, to have it expanded.
 */
@Priority(Priorities.LIBRARY + 290)
public final class RedirectedUrl implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private transient String decidedFor;

    private transient Placement placement;

    private transient boolean deciding;

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.startsWith(ORIGINAL)) {
            ConfigValue original = context.proceed(name.substring(ORIGINAL.length()));
            return original == null ? null : original.withName(name);
        }
        if (name.equals(PLACEMENT)) {
            return JDBC_URL.stream().sorted().flatMap(url -> placement(context, url).stream()).findFirst()
                    .map(place -> ConfigValue.builder().withName(name).withValue(place.toString()).build()).orElse(null);
        }
        if (!JDBC_URL.contains(name)) {
            return context.proceed(name);
        }
        Optional<Placement> place = placement(context, name);
        if (place.isEmpty()) {
            return context.proceed(name);
        }
        ConfigValue original = context.restart(ORIGINAL + name);
        String redirected = place.get().redirect(JdbcUrl.parse(original.getValue()).orElseThrow(),
                RunId.parse(context.proceed(RUN).getValue())).toString();
        return original.withName(name).withValue(redirected);
    }

    /**
     * Where the run takes place; empty where nothing is to be redirected. What is read while that is decided may refer to
     * the URL, and gets it as it was.
     */
    private synchronized Optional<Placement> placement(ConfigSourceInterceptorContext context, String name) {
        ConfigValue run = context.proceed(RUN);
        ConfigValue original = run == null || deciding ? null : context.restart(ORIGINAL + name);
        if (original == null || original.getValue() == null) {
            return Optional.empty();
        }
        Optional<JdbcUrl> url = JdbcUrl.parse(original.getValue());
        if (url.isPresent() && !run.getValue().equals(decidedFor)) {
            deciding = true;
            try {
                ConfiguredAccess configured = new ConfiguredAccess(key -> value(context, key), context::iterateNames);
                placement = Placement.decide(configured, url.get(), value(context, InternalKeys.SERVER_OF_OURS));
                decidedFor = run.getValue();
            } finally {
                deciding = false;
            }
        }
        return url.map(parsed -> placement);
    }

    private static Optional<String> value(ConfigSourceInterceptorContext context, String name) {
        return Optional.ofNullable(context.restart(name)).map(ConfigValue::getValue).filter(value -> !value.isEmpty());
    }
}
