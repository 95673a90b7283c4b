package org.acme.leaks.probes;

/** What a thing belongs to, and so what keeps it from the next test class. */
public enum Reach {

    /** Lies in the schema: every class has its own. */
    SCHEMA,

    /** Lies in the database beside the schemas: with cloned databases, every class has its own. */
    DATABASE,

    /** Lives and dies with a connection: the connections of every class are its own. */
    CONNECTION,

    /** In the memory of Hibernate ORM, which is told to forget it. */
    HIBERNATE,

    /** In the memory of the application, which a hook of its tests resets. */
    HOOK,

    /** In the memory of the application, of which nobody else knows. */
    APPLICATION,

    /** Belongs to the server, which all classes share. */
    SERVER
}
