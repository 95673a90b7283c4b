package org.acme.shop;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import io.quarkus.hibernate.orm.panache.PanacheEntity;

/** An order. Its id comes from a sequence of which Hibernate ORM takes 50 numbers at a time. */
@Entity
@Table(name = "orders")
public class Order extends PanacheEntity {

    public String reference;

    @ManyToOne(fetch = FetchType.LAZY)
    public Customer customer;

    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    public OrderStatus status = OrderStatus.OPEN;

    @Column(name = "due_on")
    public LocalDate dueOn;

    @OneToMany(mappedBy = "order", cascade = CascadeType.ALL)
    public List<OrderLine> lines = new ArrayList<>();

    public static Order find(String reference) {
        return find("reference", reference).singleResult();
    }
}
