package io.quarkiverse.isolatedschema.runtime;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/** The lease of now in the test's hands. */
public final class CurrentSchemaLease implements SchemaLease {

    private final Supplier<Optional<Lease>> current;

    /** @param current tells the lease of now */
    public CurrentSchemaLease(Supplier<Optional<Lease>> current) {
        this.current = current;
    }

    private Lease lease() {
        return current.get().orElseThrow(() -> new IsolationException("There is no isolated schema now: the running test"
                + " class is not annotated with @IsolatedSchema, or its schema was already given back. Use SchemaLease only"
                + " in a class annotated with @IsolatedSchema, from its @BeforeAll to its @AfterAll methods."));
    }

    @Override
    public String schema() {
        return lease().schema();
    }

    @Override
    public String database() {
        return lease().database();
    }

    @Override
    public String jdbcUrl() {
        return lease().url().toString();
    }

    @Override
    public String psql() {
        Lease lease = lease();
        String server = lease.url().server().substring(lease.url().server().indexOf("postgresql:"));
        if (!server.contains("//")) {
            server = "postgresql:///";
        }
        String user = lease.access().user();
        String path = lease.url().searchPath().orElse(lease.schema()).replace(", ", ",");
        return "psql '" + server.replace("//", user.isEmpty() ? "//" : "//" + encode(user) + "@") + encode(lease.database())
                + "?options=" + encode("-csearch_path=" + path)
                + lease.access().passFile().map(file -> "&passfile=" + encode(file)).orElse("") + "'";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public Connection connect() throws SQLException {
        Lease lease = lease();
        return lease.access().open(lease.url());
    }
}
