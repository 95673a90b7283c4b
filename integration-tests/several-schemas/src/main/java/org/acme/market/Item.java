package org.acme.market;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** In a schema that its mapping names. */
@Entity
@Table(schema = "stock")
public class Item {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String name;

    protected Item() {
    }

    Item(String name) {
        this.name = name;
    }
}
