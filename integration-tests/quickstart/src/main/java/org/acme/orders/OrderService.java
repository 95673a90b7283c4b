package org.acme.orders;

import java.time.LocalDate;
import java.time.Period;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes orders and payments. */
@ApplicationScoped
public class OrderService {

    private final Pricing pricing;
    private final PaymentGateway payments;
    private final Period paymentTerm;

    OrderService(Pricing pricing, PaymentGateway payments,
            @ConfigProperty(name = "shop.payment-term") Period paymentTerm) {
        this.pricing = pricing;
        this.payments = payments;
        this.paymentTerm = paymentTerm;
    }

    @Transactional
    public void register(NewCustomer newCustomer) {
        Customer.of(newCustomer.email(), newCustomer.country()).persistAndFlush();
    }

    @Transactional
    public void take(NewOrder newOrder) {
        Order order = new Order();
        order.reference = newOrder.reference();
        order.customer = Customer.find("email", newOrder.email()).singleResult();
        order.dueOn = newOrder.dueOn() == null ? LocalDate.now().plus(paymentTerm) : newOrder.dueOn();
        OrderLine line = new OrderLine();
        line.order = order;
        line.sku = newOrder.sku();
        line.quantity = newOrder.quantity();
        line.price = pricing.pricePerPiece(newOrder.sku(), newOrder.quantity());
        order.lines.add(line);
        order.persistAndFlush();
    }

    /** Charges the customer. */
    @Transactional
    public boolean pay(String reference) {
        OrderSummary summary = OrderSummary.of(reference);
        boolean paid = payments.charge(summary.email, summary.total);
        if (paid) {
            Order.find(reference).status = OrderStatus.PAID;
        }
        return paid;
    }

    @Transactional
    public long count() {
        return Order.count();
    }

    /** Marks the open orders whose day of payment has passed. */
    @Transactional
    public void markOverdue() {
        Order.update("status = ?1 where status = ?2 and dueOn < ?3",
                OrderStatus.OVERDUE, OrderStatus.OPEN, LocalDate.now());
    }
}
