package io.quarkiverse.isolatedschema.runtime.boundary;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import io.quarkiverse.isolatedschema.spi.BoundaryHook;
import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;

/**
 * Empties the caches of quarkus-cache, which hold what was computed from the rows of the lease before.
 * <p>
 * By name, and not by its types: this extension is built without quarkus-cache.
 */
@Singleton
@Priority(Integer.MAX_VALUE)
public class CacheBoundary implements BoundaryHook {

    /** The bean that knows all caches. */
    public static final String MANAGER = "io.quarkus.cache.CacheManager";

    private static final String CACHE = "io.quarkus.cache.Cache";

    /** Enough for a cache on another server; one in memory is empty at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public void onBoundary(String schema) {
        try {
            emptyAll();
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("A cache could not be emptied: " + failed.getCause().getMessage(),
                    failed.getCause());
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("This version of quarkus-cache is unknown: " + changed, changed);
        }
    }

    private static void emptyAll() throws ReflectiveOperationException {
        ClassLoader loader = CacheBoundary.class.getClassLoader();
        Class<?> managerType = Class.forName(MANAGER, true, loader);
        Method getCache = managerType.getMethod("getCache", String.class);
        Method invalidateAll = Class.forName(CACHE, true, loader).getMethod("invalidateAll");
        Object manager = Arc.container().instance(managerType).get();
        for (Object name : (Collection<?>) managerType.getMethod("getCacheNames").invoke(manager)) {
            Optional<?> cache = (Optional<?>) getCache.invoke(manager, name);
            if (cache.isPresent()) {
                ((Uni<?>) invalidateAll.invoke(cache.get())).await().atMost(PATIENCE);
            }
        }
    }
}
