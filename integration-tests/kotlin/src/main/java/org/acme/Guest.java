package org.acme;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;

import io.quarkus.hibernate.orm.panache.PanacheEntity;

/** Somebody who signed the book; once. */
@Entity
public class Guest extends PanacheEntity {

    @Column(unique = true)
    public String name;
}
