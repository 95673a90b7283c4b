package org.acme.leaks.ids;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** Quarkus's usual way: a sequence of which Hibernate takes ids by the fifty, from the lowest on (pooled-lo). */
@Entity
public class BySequence {

    @Id
    @GeneratedValue
    public Long id;
}
