package org.acme.shop;

/**
 * What a customer sends to order.
 *
 * @param reference the customer's own name for the order, unique
 * @param email who orders
 * @param sku what
 * @param quantity how many
 */
public record NewOrder(String reference, String email, String sku, int quantity) {

    public static NewOrder tea(String reference) {
        return new NewOrder(reference, "ada@example.org", "TEA", 1);
    }
}
