package io.quarkiverse.isolatedschema.runtime.provision;

/**
 * How a run is to take place in the database that the URL names.
 *
 * @param server the run and how its server is reached
 * @param searchPath what follows the schema of a lease in the search path
 * @param provisioning how leases are to be made: {@link Provisioning#AUTO}, {@link Provisioning#REPLAY} or
 *        {@link Provisioning#MIGRATE}
 * @param application what must be known of the application once it has booted
 */
public record GivenDatabaseRequest(RunDatabaseRequest server, String searchPath, Provisioning provisioning,
        BootedApplication application) {
}
