package io.quarkiverse.isolatedschema.runtime.provision;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;

/**
 * One isolated schema.
 *
 * @param database the name of the database that holds it
 * @param schema its name
 * @param url the URL that reaches it, with the whole search path
 * @param access how the application reaches the server
 */
public record Lease(String database, String schema, JdbcUrl url, ServerAccess access) {
}
