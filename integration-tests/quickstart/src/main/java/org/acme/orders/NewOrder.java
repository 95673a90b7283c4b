package org.acme.orders;

import java.time.LocalDate;

/**
 * What a customer sends to order.
 *
 * @param reference the customer's own name for the order, unique
 * @param email who orders
 * @param sku what
 * @param quantity how many
 * @param dueOn when to pay; null for the shop's payment term
 */
public record NewOrder(String reference, String email, String sku, int quantity, LocalDate dueOn) {
}
