package org.acme.orders;

import java.math.BigDecimal;

import jakarta.enterprise.context.ApplicationScoped;

/** Stands for a payment provider: nobody is good for more than a thousand. */
@ApplicationScoped
public class PaymentGateway {

    private static final BigDecimal LIMIT = new BigDecimal(1000);

    public boolean charge(String email, BigDecimal amount) {
        return amount.compareTo(LIMIT) <= 0;
    }
}
