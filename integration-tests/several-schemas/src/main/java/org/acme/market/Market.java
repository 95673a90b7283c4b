package org.acme.market;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

@ApplicationScoped
public class Market {

    @Inject
    EntityManager entities;

    @Transactional
    public void serve(String customer) {
        entities.persist(new Customer(customer));
        entities.persist(new Item("item of " + customer));
    }

    @Transactional
    public List<String> customers() {
        return entities.createQuery("select c.name from Customer c order by c.id", String.class).getResultList();
    }

    @Transactional
    public List<String> items() {
        return entities.createQuery("select i.name from Item i order by i.id", String.class).getResultList();
    }
}
