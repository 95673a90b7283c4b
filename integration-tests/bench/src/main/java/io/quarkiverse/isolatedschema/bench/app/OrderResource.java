package io.quarkiverse.isolatedschema.bench.app;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.Blocking;

/** Orders over HTTP. */
@Path("/orders")
@Produces(MediaType.TEXT_PLAIN)
@Blocking
public class OrderResource {

    @Inject
    Orders orders;

    /** @return the id of a new order */
    @POST
    public long take() {
        return orders.take();
    }

    /** @return how many things were ordered */
    @GET
    @Path("/quantity")
    public long quantity() {
        return orders.quantity();
    }
}
