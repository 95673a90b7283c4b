package org.acme.orders;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.NotFoundException;

/** The prices, remembered in memory after they were read once. */
@ApplicationScoped
public class PriceList {

    private final Map<String, BigDecimal> prices = new ConcurrentHashMap<>();

    public BigDecimal priceOf(String sku) {
        return prices.computeIfAbsent(sku, key -> product(key).price);
    }

    @Transactional
    public void change(String sku, BigDecimal price) {
        product(sku).price = price;
        prices.put(sku, price);
    }

    /** Reads every price anew when it is asked for next. */
    public void forget() {
        prices.clear();
    }

    private static Product product(String sku) {
        return Product.<Product> findByIdOptional(sku)
                .orElseThrow(() -> new NotFoundException("There is no product " + sku));
    }
}
