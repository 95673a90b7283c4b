package io.quarkiverse.isolatedschema.runtime.config;

import static io.quarkiverse.isolatedschema.runtime.config.InternalKeys.JDBC_URL;
import static io.quarkiverse.isolatedschema.runtime.config.InternalKeys.ORIGINAL;
import static io.quarkiverse.isolatedschema.runtime.config.InternalKeys.RUN;

import java.util.Optional;

import jakarta.annotation.Priority;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

/**
 * Redirects the default datasource's URL to the run database, whatever source it comes from.
 * <p>
 * It works by names alone and opens no connection: the run database's name follows from the run's identity. Its priority
 * lies below that of the interceptor that expands expressions, so that {@code ${quarkus.datasource.jdbc.url}} in another
 * property is redirected, too; therefore it asks for the original through the whole chain, to have it expanded.
 */
@Priority(Priorities.LIBRARY + 290)
public final class RedirectedUrl implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.startsWith(ORIGINAL)) {
            ConfigValue original = context.proceed(name.substring(ORIGINAL.length()));
            return original == null ? null : original.withName(name);
        }
        if (!JDBC_URL.contains(name)) {
            return context.proceed(name);
        }
        ConfigValue original = context.restart(ORIGINAL + name);
        ConfigValue run = context.proceed(RUN);
        if (original == null || original.getValue() == null || run == null) {
            return context.proceed(name);
        }
        return redirect(original.getValue(), RunId.parse(run.getValue()))
                .map(url -> original.withName(name).withValue(url)).orElse(original.withName(name));
    }

    private static Optional<String> redirect(String original, RunId run) {
        return JdbcUrl.parse(original).map(url -> {
            JdbcUrl redirected = url.withDatabase(LeaseName.runDatabase(run));
            // Without a path in the URL, the settings of the run database give it.
            return url.searchPath().map(path -> redirected.withSearchPath(LeaseName.bootSchema(run) + ", " + path))
                    .orElse(redirected).toString();
        });
    }
}
