package org.acme.orders;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

/** A bean of the application that remembers rows it has read. */
@ApplicationScoped
public class PriceList {

    private final Map<String, BigDecimal> prices = new ConcurrentHashMap<>();

    /** Reads every price anew when it is asked for next. */
    public void forget() {
        prices.clear();
    }
}
