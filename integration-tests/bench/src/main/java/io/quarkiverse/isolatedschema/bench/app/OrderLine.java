package io.quarkiverse.isolatedschema.bench.app;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** So many of one product. */
@Entity
@Table(name = "order_line")
public class OrderLine {

    @Id
    @GeneratedValue
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    public Order order;

    @Column(name = "product_sku")
    public String sku;

    public int quantity;
}
