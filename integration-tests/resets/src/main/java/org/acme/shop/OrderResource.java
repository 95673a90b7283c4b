package org.acme.shop;

import java.util.List;

import jakarta.ws.rs.DELETE;
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

    /** Each for itself: those that can be taken. */
    @POST
    @Path("import")
    public int takeWhatCanBeTaken(List<NewOrder> newOrders) {
        int taken = 0;
        for (NewOrder newOrder : newOrders) {
            try {
                orders.take(newOrder);
                taken++;
            } catch (RuntimeException refused) {
                // The others are wanted all the same.
            }
        }
        return taken;
    }

    @POST
    @Path("all")
    public void takeAll(List<NewOrder> newOrders) {
        orders.takeAll(newOrders);
    }

    @GET
    @Path("{reference}")
    public OrderSummary one(String reference) {
        return OrderSummary.of(reference);
    }

    @POST
    @Path("{reference}/payment")
    public void pay(String reference) {
        orders.pay(reference);
    }

    @POST
    @Path("{reference}/complaint")
    public void complain(String reference, String complaint) {
        orders.payWithComplaint(reference, complaint);
    }

    @DELETE
    @Path("{reference}")
    public void cancel(String reference) {
        orders.cancel(reference);
    }
}
