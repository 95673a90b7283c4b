package org.acme.orders;

/** How far an order is with its payment. */
public enum OrderStatus {
    OPEN,
    PAID,
    OVERDUE
}
