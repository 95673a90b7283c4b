package io.quarkiverse.isolatedschema.runtime.rollback;

import io.quarkiverse.isolatedschema.IsolationException;

/** Why an application cannot have its test methods rolled back at all. */
public final class RollbackRefused {

    private static final String XA = "XADataSource";

    private RollbackRefused() {
    }

    /**
     * The connections of a datasource do not come from Postgres' driver itself, so that nothing can keep them from committing.
     *
     * @param method the test method, or its class
     * @param dataSource the name of the datasource
     * @param driver the name of the class that they come from
     * @param properties the prefix of the datasource's properties, such as {@code quarkus.datasource.orders}
     * @return what the user is told
     */
    public static IsolationException driver(String method, String dataSource, String driver, String properties) {
        String why = driver.contains(XA)
                ? "whose XA transactions commit where they cannot be held back. Remove '" + properties
                        + ".jdbc.transactions=xa',"
                : "which is not the driver of Postgres, whose commits could be held back. Remove '" + properties
                        + ".jdbc.driver',";
        return new IsolationException("'" + method + "' cannot have Reset.ROLLBACK: the connections of datasource '"
                + dataSource
                + "' come from '" + driver + "', " + why + " or use Reset.WIPE or Reset.FRESH for this method or class.");
    }
}
