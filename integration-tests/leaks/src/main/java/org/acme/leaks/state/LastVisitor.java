package org.acme.leaks.state;

import jakarta.enterprise.context.ApplicationScoped;

/** Remembers what it was told, whatever becomes of the database. */
@ApplicationScoped
public class LastVisitor {

    private volatile String name = "";

    public String name() {
        return name;
    }

    public void remember(String visitor) {
        name = visitor;
    }
}
