package io.quarkiverse.isolatedschema.runtime.provision;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

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

    /** @return a command line that opens {@code psql} in the schema, with the search path of the class; without password */
    public String psql() {
        String server = url.server().substring(url.server().indexOf("postgresql:"));
        if (!server.contains("//")) {
            server = "postgresql:///";
        }
        String user = access.user();
        String path = url.searchPath().orElse(schema).replace(", ", ",");
        return "psql '" + server.replace("//", user.isEmpty() ? "//" : "//" + encode(user) + "@") + encode(database)
                + "?options=" + encode("-csearch_path=" + path)
                + access.passFile().map(file -> "&passfile=" + encode(file)).orElse("") + "'";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
