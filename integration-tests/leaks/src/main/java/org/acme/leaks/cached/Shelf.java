package org.acme.leaks.cached;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Counted by a query whose result is cached. */
@Entity
public class Shelf {

    @Id
    public Long id;
}
