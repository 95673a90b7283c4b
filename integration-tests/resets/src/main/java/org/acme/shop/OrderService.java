package org.acme.shop;

import java.time.LocalDate;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Takes orders and payments. */
@ApplicationScoped
public class OrderService {

    private static final LocalDate DUE = LocalDate.of(2030, 1, 1);

    private final Complaints complaints;

    OrderService(Complaints complaints) {
        this.complaints = complaints;
    }

    @Transactional
    public void take(NewOrder newOrder) {
        Order order = new Order();
        order.reference = newOrder.reference();
        order.customer = Customer.find("email", newOrder.email()).singleResult();
        order.dueOn = DUE;
        OrderLine line = new OrderLine();
        line.order = order;
        line.sku = newOrder.sku();
        line.quantity = newOrder.quantity();
        line.price = Product.<Product> findByIdOptional(newOrder.sku()).map(product -> product.price)
                .orElse(java.math.BigDecimal.ONE);
        order.lines.add(line);
        order.persistAndFlush();
    }

    /** All of them, or none. */
    @Transactional
    public void takeAll(List<NewOrder> newOrders) {
        newOrders.forEach(this::take);
    }

    @Transactional
    public void pay(String reference) {
        Order.find(reference).status = OrderStatus.PAID;
    }

    @Transactional
    public void cancel(String reference) {
        Order.find(reference).delete();
    }

    /** What is said of a paid order is written down even when the payment fails: in a transaction of its own. */
    @Transactional
    public void payWithComplaint(String reference, String complaint) {
        Order order = Order.find(reference);
        order.status = OrderStatus.PAID;
        order.persistAndFlush();
        complaints.writeDown(complaint);
    }
}
