package org.acme.leaks.ids;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.TableGenerator;

@Entity
public class ByTable {

    @Id
    @GeneratedValue(strategy = GenerationType.TABLE, generator = "number_of")
    @TableGenerator(name = "number_of", table = "number_of", pkColumnName = "entity", valueColumnName = "next_number")
    public Long id;
}
