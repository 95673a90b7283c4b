package org.acme.leaks.ids;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import org.hibernate.annotations.GenericGenerator;
import org.hibernate.id.IncrementGenerator;

/** Hibernate looks for the highest id once, and counts on by itself. */
@Entity
public class ByIncrement {

    @Id
    @GeneratedValue(generator = "increment")
    @GenericGenerator(name = "increment", type = IncrementGenerator.class)
    public Long id;
}
