package org.acme.orders;

/**
 * What a customer sends to register.
 *
 * @param email unique, without regard to case
 * @param country its ISO code, one of the countries the shop delivers to
 */
public record NewCustomer(String email, String country) {
}
