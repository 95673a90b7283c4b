package org.acme.leaks.ids;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import org.hibernate.annotations.GenericGenerator;
import org.hibernate.annotations.Parameter;
import org.hibernate.id.enhanced.SequenceStyleGenerator;

/** A sequence that gives the end of each block of ids. */
@Entity
public class ByPooledSequence {

    @Id
    @GeneratedValue(generator = "pooled")
    @GenericGenerator(name = "pooled", type = SequenceStyleGenerator.class, parameters = {
            @Parameter(name = "optimizer", value = "pooled"),
            @Parameter(name = "sequence_name", value = "by_pooled_sequence_seq"),
            @Parameter(name = "increment_size", value = "50") })
    public Long id;
}
