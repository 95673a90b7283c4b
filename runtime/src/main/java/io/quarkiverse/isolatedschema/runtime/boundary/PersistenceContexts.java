package io.quarkiverse.isolatedschema.runtime.boundary;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.MergeContext;
import org.hibernate.event.spi.MergeEvent;
import org.hibernate.event.spi.MergeEventListener;
import org.hibernate.event.spi.PersistContext;
import org.hibernate.event.spi.PersistEvent;
import org.hibernate.event.spi.PersistEventListener;
import org.hibernate.event.spi.PostLoadEvent;
import org.hibernate.event.spi.PostLoadEventListener;
import org.jboss.logging.Logger;

/**
 * The entities that open sessions hold. Whoever keeps an {@code EntityManager} beyond a boundary would find those of the
 * former schema in it, without asking the database.
 */
final class PersistenceContexts implements PostLoadEventListener, PersistEventListener, MergeEventListener {

    private static final Logger log = Logger.getLogger(PersistenceContexts.class);

    /** Those with entities; Hibernate ORM keeps no list of its sessions. */
    private final Set<SharedSessionContractImplementor> sessions = Collections
            .synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private PersistenceContexts() {
    }

    /**
     * @param factory makes the sessions
     * @return what its sessions hold from now on
     */
    static PersistenceContexts of(SessionFactoryImplementor factory) {
        PersistenceContexts contexts = new PersistenceContexts();
        EventListenerRegistry listeners = factory.getEventEngine().getListenerRegistry();
        listeners.appendListeners(EventType.POST_LOAD, contexts);
        listeners.appendListeners(EventType.PERSIST, contexts);
        listeners.appendListeners(EventType.MERGE, contexts);
        return contexts;
    }

    /** Empties the open sessions. */
    void forget() {
        List<SharedSessionContractImplementor> known;
        synchronized (sessions) {
            known = List.copyOf(sessions);
            sessions.clear();
        }
        for (SharedSessionContractImplementor session : known) {
            if (session instanceof Session open && open.isOpen()) {
                forget(open);
            }
        }
    }

    private static void forget(Session session) {
        try {
            session.clear();
        } catch (RuntimeException inUse) {
            log.debug("A session is in use by another thread and may keep entities of the former schema", inUse);
        }
    }

    @Override
    public void onPostLoad(PostLoadEvent event) {
        sessions.add(event.getSession());
    }

    @Override
    public void onPersist(PersistEvent event) {
        sessions.add(event.getSession());
    }

    @Override
    public void onPersist(PersistEvent event, PersistContext created) {
        sessions.add(event.getSession());
    }

    @Override
    public void onMerge(MergeEvent event) {
        sessions.add(event.getSession());
    }

    @Override
    public void onMerge(MergeEvent event, MergeContext copied) {
        sessions.add(event.getSession());
    }
}
