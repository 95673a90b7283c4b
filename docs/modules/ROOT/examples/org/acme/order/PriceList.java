package org.acme.order;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

/** A bean of the application that remembers rows it has read. */
@ApplicationScoped
public class PriceList {

    private final Map<String, Integer> cents = new ConcurrentHashMap<>();

    /** Forgets every price, so that the next question reads the database. */
    public void forget() {
        cents.clear();
    }
}
