package org.acme.orders;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Customers over HTTP. */
@Path("/customers")
public class CustomerResource {

    private final OrderService orders;

    CustomerResource(OrderService orders) {
        this.orders = orders;
    }

    @POST
    public Response register(NewCustomer newCustomer) {
        orders.register(newCustomer);
        return Response.status(Status.CREATED).entity(Customer.find("email", newCustomer.email()).singleResult()).build();
    }

    @GET
    public List<Customer> all() {
        return Customer.listAll();
    }
}
