package org.acme.stragglers;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

@ApplicationScoped
@Transactional
public class Notes {

    @Inject
    EntityManager entities;

    public void take(String text) {
        Note note = new Note();
        note.text = text;
        entities.persist(note);
    }

    public List<String> texts() {
        return entities.createQuery("select text from Note order by id", String.class).getResultList();
    }

    /** Does something within a transaction. */
    public void meanwhile(Runnable something) {
        something.run();
    }

    /** Takes as long, in the database. */
    public void ponder(int seconds) {
        entities.createNativeQuery("select 'pondered' from pg_sleep(" + seconds + ")").getResultList();
    }
}
