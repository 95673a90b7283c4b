package org.acme.orders;

import jakarta.persistence.EntityManager;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource that only the application under test has. */
@Path("/where-am-i")
public class WhereAmI {

    private final EntityManager entityManager;

    WhereAmI(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    @GET
    public String schema() {
        return (String) entityManager.createNativeQuery("select current_schema()", String.class).getSingleResult();
    }
}
