package org.acme.orders;

import io.quarkus.scheduler.Scheduled;

/** Finds the orders that nobody paid in time. */
class OverdueOrdersJob {

    private final OrderService orders;

    OverdueOrdersJob(OrderService orders) {
        this.orders = orders;
    }

    @Scheduled(every = "1s")
    void markOverdueOrders() {
        orders.markOverdue();
    }
}
