package org.acme.leaks.probes;

import java.util.Optional;

import jakarta.persistence.EntityManager;

import org.acme.leaks.cached.Book;
import org.hibernate.Session;
import org.hibernate.jpa.HibernateHints;

/** The caches of Hibernate ORM. */
public enum CacheProbe implements Probe {

    CACHED_ENTITY {
        @Override
        public void plant() {
            Application.inTransaction(entityManager -> persist(entityManager, 1));
        }

        @Override
        public Optional<String> look() {
            return Application.inTransaction(
                    entityManager -> Optional.ofNullable(entityManager.find(Book.class, 1L)).map(book -> book.title));
        }
    },

    CACHED_COLLECTION {
        @Override
        public void plant() {
            Application.inTransaction(entityManager -> persist(entityManager, 2));
            Application.inTransaction(entityManager -> entityManager.find(Book.class, 2L).tags.size());
        }

        @Override
        public Optional<String> look() {
            return Application.sessionFactory().getCache().containsCollection(Book.class.getName() + ".tags", 2L)
                    ? Optional.of("tags of a book")
                    : Optional.empty();
        }
    },

    CACHED_NATURAL_ID {
        @Override
        public void plant() {
            Application.inTransaction(entityManager -> persist(entityManager, 3));
        }

        /** A reference tells what the natural id stands for, whether there is a row or not. */
        @Override
        public Optional<String> look() {
            return Application.inTransaction(entityManager -> Optional
                    .ofNullable(entityManager.unwrap(Session.class).bySimpleNaturalId(Book.class).getReference("isbn 3"))
                    .map(book -> "a book without a row"));
        }
    },

    CACHED_QUERY {
        @Override
        public void plant() throws Exception {
            Application.execute("insert into shelf values (1)");
            shelves();
        }

        @Override
        public Optional<String> look() {
            long shelves = shelves();
            return shelves == 0 ? Optional.empty() : Optional.of(shelves + " shelf");
        }

        private long shelves() {
            return Application
                    .inTransaction(entityManager -> entityManager.createQuery("select count(*) from Shelf", Long.class)
                            .setHint(HibernateHints.HINT_CACHEABLE, true).getSingleResult());
        }
    };

    @Override
    public Reach reach() {
        return Reach.HIBERNATE;
    }

    private static Book persist(EntityManager entityManager, long id) {
        Book book = new Book();
        book.id = id;
        book.isbn = "isbn " + id;
        book.title = "planted";
        book.tags.add("planted");
        entityManager.persist(book);
        return book;
    }
}
