package org.acme.leaks.probes;

import java.util.Optional;

import org.acme.leaks.Visit;
import org.acme.leaks.state.Keepsake;
import org.acme.leaks.state.LastVisitor;
import org.acme.leaks.state.VisitCount;
import org.hibernate.Session;

/** What the application itself remembers, and what Hibernate ORM remembers for it. */
public enum MemoryProbe implements Probe {

    STATE_WITH_HOOK(Reach.HOOK) {
        @Override
        public void plant() {
            Application.bean(VisitCount.class).increment();
        }

        @Override
        public Optional<String> look() {
            int count = Application.bean(VisitCount.class).get();
            return count == 0 ? Optional.empty() : Optional.of(count + " visit");
        }
    },

    STATE(Reach.APPLICATION) {
        @Override
        public void plant() {
            Application.bean(LastVisitor.class).remember("planted");
        }

        @Override
        public Optional<String> look() {
            return Optional.of(Application.bean(LastVisitor.class).name()).filter(name -> !name.isEmpty());
        }
    },

    /** A session that a test opened and never closed remembers its entities. Its connection it gives back. */
    SESSION_NEVER_CLOSED(Reach.HIBERNATE) {
        private Session kept;

        @Override
        public void plant() throws Exception {
            Application.execute("insert into keepsake values (1)");
            kept = Application.sessionFactory().openSession();
            kept.find(Keepsake.class, 1L);
        }

        @Override
        public Optional<String> look() {
            return Optional.ofNullable(kept.find(Keepsake.class, 1L)).map(keepsake -> "an entity without a row");
        }
    },

    HIBERNATE_STATISTICS(Reach.APPLICATION) {
        @Override
        public void plant() {
            Application.inTransaction(entityManager -> {
                entityManager.persist(Visit.by("counted"));
                return null;
            });
        }

        @Override
        public Optional<String> look() {
            long inserts = Application.sessionFactory().getStatistics().getEntityStatistics(Visit.class.getName())
                    .getInsertCount();
            return inserts == 0 ? Optional.empty() : Optional.of(inserts + " inserts");
        }
    };

    private final Reach reach;

    MemoryProbe(Reach reach) {
        this.reach = reach;
    }

    @Override
    public Reach reach() {
        return reach;
    }
}
