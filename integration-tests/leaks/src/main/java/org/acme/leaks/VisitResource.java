package org.acme.leaks;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.acme.leaks.state.LastVisitor;
import org.acme.leaks.state.VisitCount;

@Path("/visits")
public class VisitResource {

    @Inject
    EntityManager entityManager;

    @Inject
    LastVisitor last;

    @Inject
    VisitCount count;

    @POST
    @Transactional
    public void visit(String who) {
        entityManager.persist(Visit.by(who));
        last.remember(who);
        count.increment();
    }
}
