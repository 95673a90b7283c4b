package org.acme.shop;

import java.math.BigDecimal;
import java.util.List;

import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/** The products and their prices over HTTP. */
@Path("/products")
public class ProductResource {

    @GET
    public List<Product> all() {
        return Product.listAll();
    }

    @POST
    @Transactional
    public void add(Product product) {
        product.persist();
    }

    @PUT
    @Path("{sku}/price")
    @Transactional
    public void changePrice(String sku, String price) {
        Product.<Product> findById(sku).price = new BigDecimal(price);
    }
}
