package org.acme.leaks;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

@Entity
public class Visit {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public String who;

    public static Visit by(String who) {
        Visit visit = new Visit();
        visit.who = who;
        return visit;
    }
}
