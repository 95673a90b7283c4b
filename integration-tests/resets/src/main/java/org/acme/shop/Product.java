package org.acme.shop;

import java.math.BigDecimal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** Something for sale: reference data that a migration brings. */
@Entity
public class Product extends PanacheEntityBase {

    @Id
    public String sku;

    public String name;

    public BigDecimal price;
}
