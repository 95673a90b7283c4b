package org.acme.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.isolatedschema.spi.BoundaryHook;

// tag::boundary-hook[]
@ApplicationScoped
public class ForgetPrices implements BoundaryHook {

    @Inject
    PriceList prices;

    @Override
    public void onBoundary(String schema) {
        prices.forget();
    }
}
// end::boundary-hook[]
