package io.quarkiverse.isolatedschema.runtime.boundary;

import java.util.ArrayList;
import java.util.List;

import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.CompositeNestedGeneratedValueGenerator;
import org.hibernate.id.IncrementGenerator;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;
import org.hibernate.metamodel.MappingMetamodel;

/** The generators of a session factory that remember ids: of entities, of parts of their keys, and of collections. */
final class IdGenerators {

    private final SqlStringGenerationContext sql;

    private final List<Runnable> resets = new ArrayList<>();

    private IdGenerators(SqlStringGenerationContext sql) {
        this.sql = sql;
    }

    static IdGenerators of(SessionFactoryImplementor factory) {
        IdGenerators generators = new IdGenerators(factory.getSqlStringGenerationContext());
        MappingMetamodel mappings = factory.getMappingMetamodel();
        mappings.forEachEntityDescriptor(entity -> generators.add(entity.getGenerator()));
        mappings.forEachCollectionDescriptor(collection -> generators.add(collection.getGenerator()));
        return generators;
    }

    private void add(Generator generator) {
        if (generator instanceof SequenceStyleGenerator sequence) {
            add(sequence.getOptimizer());
        } else if (generator instanceof TableGenerator table) {
            add(table.getOptimizer());
        } else if (generator instanceof IncrementGenerator increment) {
            resets.add(() -> reset(increment));
        } else if (generator instanceof CompositeNestedGeneratedValueGenerator composite) {
            composite.getGenerationPlans().forEach(plan -> add(plan.getGenerator()));
        }
    }

    /** It looks for the highest id anew then. It guards what it remembers by itself, but not here. */
    private void reset(IncrementGenerator increment) {
        synchronized (increment) {
            increment.initialize(sql);
        }
    }

    private void add(Optimizer optimizer) {
        if (optimizer != null) {
            resets.add(optimizer::reset);
        }
    }

    /** Makes each of them ask the database for the next id. */
    void reset() {
        resets.forEach(Runnable::run);
    }
}
