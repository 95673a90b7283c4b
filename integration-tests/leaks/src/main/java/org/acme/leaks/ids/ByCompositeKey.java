package org.acme.leaks.ids;

import java.io.Serializable;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

/** A part of the key comes from a sequence. */
@Entity
@IdClass(ByCompositeKey.Key.class)
public class ByCompositeKey {

    @Id
    @GeneratedValue
    public Long number;

    @Id
    public String shelf;

    public record Key(Long number, String shelf) implements Serializable {
    }
}
