package org.acme.guestbook;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

@Entity
public class Entry {

    @Id
    @GeneratedValue
    public Long id;

    @ManyToOne(optional = false)
    public Guest guest;

    @Enumerated(EnumType.STRING)
    public Mood mood;

    public String text;
}
