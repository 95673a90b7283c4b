package org.acme;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The book that guests sign. */
@ApplicationScoped
public class GuestBook {

    @Transactional
    public long sign(String name) {
        Guest guest = new Guest();
        guest.name = name;
        guest.persist();
        return guest.id;
    }

    @Transactional
    public List<String> guests() {
        return Guest.<Guest> listAll().stream().map(guest -> guest.name).toList();
    }
}
