package org.acme.guestbook;

import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

@Entity
public class Guest {

    @Id
    @GeneratedValue
    public Long id;

    public String name;

    @ElementCollection
    public Set<String> languages = new HashSet<>();
}
