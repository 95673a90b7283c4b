package org.acme.shop;

import java.util.Random;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.spi.FixtureGenerator;
import net.datafaker.Faker;

// tag::generator[]
/** Customers as there may be: the same ones in every run, since they depend on the seed alone. */
@Singleton
public class People implements FixtureGenerator {

    static final int COUNT = 25;
    // end::generator[]

    private static final Logger log = Logger.getLogger(People.class);
    // tag::generator[]

    @Override
    @Transactional
    public void generate(SchemaLease lease) {
        // end::generator[]
        log.infof("Making people in %s", lease.schema());
        // tag::generator[]
        Faker faker = new Faker(new Random(42));
        for (int i = 0; i < COUNT; i++) {
            Customer.of(i + faker.internet().emailAddress()).persist();
        }
    }
}
// end::generator[]
