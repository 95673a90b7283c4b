package io.quarkiverse.isolatedschema.bench.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.quarkus.arc.Unremovable;

/** Takes orders: the work of the measured test classes. */
@ApplicationScoped
@Unremovable
public class Orders {

    private static final int LINES = 3;

    @Inject
    EntityManager entities;

    /**
     * Takes an order of a new customer, in one transaction.
     *
     * @return its id; 1 for the first one of a schema
     */
    @Transactional
    public long take() {
        Customer customer = new Customer();
        customer.name = "Ada";
        customer.countryCode = "C01";
        entities.persist(customer);
        Order order = new Order();
        order.customer = customer;
        for (int i = 1; i <= LINES; i++) {
            OrderLine line = new OrderLine();
            line.order = order;
            line.sku = "P0" + i;
            line.quantity = i;
            order.lines.add(line);
        }
        entities.persist(order);
        return order.id;
    }

    /** @return how many orders there are */
    @Transactional
    public long count() {
        return entities.createQuery("select count(o) from Order o", Long.class).getSingleResult();
    }

    /** @return how many things were ordered, over all orders */
    @Transactional
    public long quantity() {
        Long sum = entities.createQuery("select sum(l.quantity) from OrderLine l where l.order.customer.name = 'Ada'",
                Long.class).getSingleResult();
        return sum == null ? 0 : sum;
    }
}
