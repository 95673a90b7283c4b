package org.acme.guestbook;

import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

@ApplicationScoped
public class GuestBook {

    @Inject
    EntityManager entities;

    /** Takes an entry of a new guest, and returns its number. */
    @Transactional
    public long sign(String name, String text) {
        Guest guest = new Guest();
        guest.name = name;
        guest.languages = Set.of("en", "sv");
        entities.persist(guest);
        Entry entry = new Entry();
        entry.guest = guest;
        entry.mood = Mood.TIRED;
        entry.text = text;
        entities.persist(entry);
        return entry.id;
    }

    @Transactional
    public List<String> entries() {
        return entities.createQuery("select text from Entry order by id", String.class).getResultList();
    }

    @Transactional
    @SuppressWarnings("unchecked")
    public List<String> stamps() {
        return entities.createNativeQuery("select word from stamp order by id", String.class).getResultList();
    }
}
