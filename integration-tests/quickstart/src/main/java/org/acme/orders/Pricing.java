package org.acme.orders;

import java.math.BigDecimal;

import jakarta.enterprise.context.ApplicationScoped;

/** What one line of an order costs. */
@ApplicationScoped
public class Pricing {

    private static final int DOZEN = 12;
    private static final BigDecimal DOZEN_FACTOR = new BigDecimal("0.90");

    private final PriceList priceList;

    Pricing(PriceList priceList) {
        this.priceList = priceList;
    }

    /** The price of one piece: ten percent off from a dozen on. */
    public BigDecimal pricePerPiece(String sku, int quantity) {
        BigDecimal price = priceList.priceOf(sku);
        return quantity < DOZEN ? price : price.multiply(DOZEN_FACTOR);
    }
}
