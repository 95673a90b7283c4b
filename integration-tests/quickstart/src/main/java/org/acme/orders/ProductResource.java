package org.acme.orders;

import java.math.BigDecimal;
import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

/** The products and their prices over HTTP. */
@Path("/products")
public class ProductResource {

    private final PriceList priceList;

    ProductResource(PriceList priceList) {
        this.priceList = priceList;
    }

    @GET
    public List<Product> all() {
        return Product.listAll();
    }

    @GET
    @Path("{sku}/price")
    public BigDecimal price(String sku) {
        return priceList.priceOf(sku);
    }

    @PUT
    @Path("{sku}/price")
    @Consumes(MediaType.TEXT_PLAIN)
    public void changePrice(String sku, String price) {
        priceList.change(sku, new BigDecimal(price));
    }
}
