package org.acme.faults;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/** Says how far the application has got, for whoever waits to kill it there. */
@ApplicationScoped
public class Life {

    void boots(@Observes StartupEvent event) {
        System.out.println("STAGE boot");
    }

    void stops(@Observes ShutdownEvent event) {
        System.out.println("STAGE stop");
    }
}
