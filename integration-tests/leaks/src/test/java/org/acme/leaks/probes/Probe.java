package org.acme.leaks.probes;

import java.util.Optional;

/** One way in which a test class could leave something behind that the next one meets. */
public interface Probe {

    /** As the page on isolation names it; no two probes have the same. */
    String name();

    /** How far it reaches where nothing holds it back. */
    Reach reach();

    /** Leaves something behind, as a test might. */
    void plant() throws Exception;

    /** What another class finds of it, in words; empty where there is nothing. */
    Optional<String> look() throws Exception;
}
