package org.acme.leaks.probes;

import java.util.Optional;
import java.util.function.Function;

import jakarta.persistence.EntityManager;

import org.acme.leaks.ids.ByCompositeKey;
import org.acme.leaks.ids.ByIncrement;
import org.acme.leaks.ids.ByPooledSequence;
import org.acme.leaks.ids.BySequence;
import org.acme.leaks.ids.ByTable;
import org.acme.leaks.ids.IdBag;

/** Where Hibernate ORM's generators stand: in a fresh schema each begins with 1. */
public enum GeneratorProbe implements Probe {

    GENERATOR_POOLED_LO(entityManager -> {
        BySequence made = new BySequence();
        entityManager.persist(made);
        return made.id;
    }),

    GENERATOR_POOLED(entityManager -> {
        ByPooledSequence made = new ByPooledSequence();
        entityManager.persist(made);
        return made.id;
    }),

    GENERATOR_TABLE(entityManager -> {
        ByTable made = new ByTable();
        entityManager.persist(made);
        return made.id;
    }),

    GENERATOR_INCREMENT(entityManager -> {
        ByIncrement made = new ByIncrement();
        entityManager.persist(made);
        return made.id;
    }),

    GENERATOR_IN_COMPOSITE_KEY(entityManager -> {
        ByCompositeKey made = new ByCompositeKey();
        made.shelf = "upper";
        entityManager.persist(made);
        return made.number;
    }),

    GENERATOR_OF_COLLECTION(entityManager -> {
        IdBag made = new IdBag();
        made.id = System.nanoTime();
        made.tags.add("a tag");
        entityManager.persist(made);
        entityManager.flush();
        return (Long) entityManager.createNativeQuery("select tag_id from id_bag_tags where id_bag_id = ?1", Long.class)
                .setParameter(1, made.id).getSingleResult();
    });

    private final Function<EntityManager, Long> nextId;

    GeneratorProbe(Function<EntityManager, Long> nextId) {
        this.nextId = nextId;
    }

    @Override
    public Reach reach() {
        return Reach.HIBERNATE;
    }

    @Override
    public void plant() {
        Application.inTransaction(nextId);
        Application.inTransaction(nextId);
    }

    @Override
    public Optional<String> look() {
        long id = Application.inTransaction(nextId);
        return id == 1 ? Optional.empty() : Optional.of("the first id is " + id);
    }
}
