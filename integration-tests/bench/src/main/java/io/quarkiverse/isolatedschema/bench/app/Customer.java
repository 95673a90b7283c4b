package io.quarkiverse.isolatedschema.bench.app;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** Who orders. The id comes from a sequence of which Hibernate ORM takes 50 numbers at a time. */
@Entity
public class Customer {

    @Id
    @GeneratedValue
    public Long id;

    public String name;

    @Column(name = "country_code")
    public String countryCode;
}
