package org.acme.shop;

import java.math.BigDecimal;
import java.time.LocalDate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** What customers see of an order: a row of a view whose total is computed by a function. */
@Entity
@Immutable
@Table(name = "order_summary")
public class OrderSummary extends PanacheEntityBase {

    @Id
    public Long id;

    public String reference;

    public String email;

    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    public OrderStatus status;

    @Column(name = "due_on")
    public LocalDate dueOn;

    public BigDecimal total;

    public static OrderSummary of(String reference) {
        return find("reference", reference).singleResult();
    }
}
