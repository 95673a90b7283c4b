package io.quarkiverse.isolatedschema.runtime.boundary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.hibernate.Cache;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;

import io.quarkiverse.isolatedschema.spi.BoundaryHook;
import io.quarkus.arc.InjectableInstance;

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

    /** Found at the first boundary, after the application has started; they stay the same. */
    private List<Memory> memories;

    private record Memory(List<Optimizer> ids, Cache cache, PersistenceContexts contexts) {

        void forget() {
            ids.forEach(Optimizer::reset);
            contexts.forget();
            cache.evictAllRegions();
        }
    }

    @Override
    public void onBoundary(String schema) {
        if (memories == null) {
            memories = sessionFactories.handlesStream().filter(handle -> handle.getBean().isActive())
                    .map(handle -> memory(handle.get().unwrap(SessionFactoryImplementor.class))).toList();
        }
        memories.forEach(Memory::forget);
    }

    private static Memory memory(SessionFactoryImplementor factory) {
        List<Optimizer> ids = new ArrayList<>();
        factory.getMappingMetamodel()
                .forEachEntityDescriptor(entity -> optimizer(entity.getGenerator()).ifPresent(ids::add));
        return new Memory(List.copyOf(ids), factory.getCache(), PersistenceContexts.of(factory));
    }

    private static Optional<Optimizer> optimizer(Generator generator) {
        if (generator instanceof SequenceStyleGenerator sequence) {
            return Optional.ofNullable(sequence.getOptimizer());
        }
        return generator instanceof TableGenerator table ? Optional.ofNullable(table.getOptimizer()) : Optional.empty();
    }
}
