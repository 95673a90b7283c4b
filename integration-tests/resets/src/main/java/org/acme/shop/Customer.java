package org.acme.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** Somebody who orders. The database numbers them (identity) and compares their email addresses without case (citext). */
@Entity
public class Customer extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public String email;

    public String country;

    public static Customer of(String email) {
        Customer customer = new Customer();
        customer.email = email;
        customer.country = "SE";
        return customer;
    }
}
