package io.quarkiverse.isolatedschema.runtime.boundary;

import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.hibernate.Cache;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;

import io.quarkiverse.isolatedschema.spi.BoundaryHook;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.StartupEvent;

/**
 * Resets what Hibernate ORM remembers of a schema: the blocks of ids that its optimizers hold, which in a fresh schema
 * would be handed out twice, the second-level and query caches, and the entities that open sessions hold.
 */
@Singleton
@Priority(Integer.MAX_VALUE)
public class HibernateBoundary implements BoundaryHook {

    @Inject
    @Any
    InjectableInstance<SessionFactory> sessionFactories;

    /** Found when the application starts, since sessions are only known from then on; they stay the same. */
    private List<Memory> memories;

    private record Memory(IdGenerators ids, Cache cache, PersistenceContexts contexts) {

        void forget() {
            ids.reset();
            contexts.forget();
            cache.evictAllRegions();
        }
    }

    void start(@Observes @Priority(1) StartupEvent started) {
        memories = sessionFactories.handlesStream().filter(handle -> handle.getBean().isActive())
                .map(handle -> memory(handle.get().unwrap(SessionFactoryImplementor.class))).toList();
    }

    @Override
    public void onBoundary(String schema) {
        memories.forEach(Memory::forget);
    }

    private static Memory memory(SessionFactoryImplementor factory) {
        return new Memory(IdGenerators.of(factory), factory.getCache(), PersistenceContexts.of(factory));
    }
}
