package org.acme.orders;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Orders over HTTP. */
@Path("/orders")
public class OrderResource {

    private final OrderService orders;

    OrderResource(OrderService orders) {
        this.orders = orders;
    }

    @POST
    public Response take(NewOrder newOrder) {
        orders.take(newOrder);
        return Response.status(Status.CREATED).entity(OrderSummary.of(newOrder.reference())).build();
    }

    @GET
    public List<OrderSummary> all() {
        return OrderSummary.listAll();
    }

    @GET
    @Path("{reference}")
    public OrderSummary one(String reference) {
        return OrderSummary.of(reference);
    }

    @POST
    @Path("{reference}/payment")
    public Response pay(String reference) {
        return Response.status(orders.pay(reference) ? Status.NO_CONTENT : Status.PAYMENT_REQUIRED).build();
    }
}
