package org.acme.orders;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Serves orders; started with the argument {@code report}, prints their number and ends. */
@QuarkusMain
public class Shop implements QuarkusApplication {

    private final OrderService orders;

    Shop(OrderService orders) {
        this.orders = orders;
    }

    @Override
    public int run(String... args) {
        if (args.length == 1 && args[0].equals("report")) {
            System.out.println("Orders: " + orders.count());
        } else {
            Quarkus.waitForExit();
        }
        return 0;
    }
}
