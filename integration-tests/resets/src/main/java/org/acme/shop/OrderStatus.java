package org.acme.shop;

/** How far an order is with its payment. */
public enum OrderStatus {
    OPEN,
    PAID,
    OVERDUE
}
