package org.acme.shop;

import java.util.List;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Customers over HTTP. */
@Path("/customers")
public class CustomerResource {

    @POST
    @Transactional
    public Response register(String email) {
        Customer customer = Customer.of(email);
        customer.persistAndFlush();
        return Response.status(Status.CREATED).entity(customer).build();
    }

    @GET
    public List<Customer> all() {
        return Customer.listAll();
    }
}
