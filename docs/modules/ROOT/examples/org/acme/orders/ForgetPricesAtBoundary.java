package org.acme.orders;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.isolatedschema.spi.BoundaryHook;

/** The prices that the application remembers come from the lease before. */
// tag::boundary-hook[]
@ApplicationScoped
class ForgetPricesAtBoundary implements BoundaryHook {

    private final PriceList priceList;

    ForgetPricesAtBoundary(PriceList priceList) {
        this.priceList = priceList;
    }

    @Override
    public void onBoundary(String schema) {
        priceList.forget();
    }
}
// end::boundary-hook[]
