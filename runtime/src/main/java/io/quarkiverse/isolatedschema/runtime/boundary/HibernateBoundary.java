package io.quarkiverse.isolatedschema.runtime.boundary;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

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
 * would be handed out twice, and the second-level and query caches.
 */
@Singleton
@Priority(Integer.MAX_VALUE)
public class HibernateBoundary implements BoundaryHook {

    @Inject
    @Any
    InjectableInstance<SessionFactory> sessionFactories;

    @Override
    public void onBoundary(String schema) {
        for (var handle : sessionFactories.handles()) {
            if (handle.getBean().isActive()) {
                reset(handle.get().unwrap(SessionFactoryImplementor.class));
            }
        }
    }

    private static void reset(SessionFactoryImplementor factory) {
        factory.getMappingMetamodel().forEachEntityDescriptor(entity -> reset(entity.getGenerator()));
        factory.getCache().evictAllRegions();
    }

    private static void reset(Generator generator) {
        Optimizer optimizer = null;
        if (generator instanceof SequenceStyleGenerator sequence) {
            optimizer = sequence.getOptimizer();
        } else if (generator instanceof TableGenerator table) {
            optimizer = table.getOptimizer();
        }
        if (optimizer != null) {
            optimizer.reset();
        }
    }
}
