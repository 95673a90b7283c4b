package io.quarkiverse.isolatedschema.runtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/** The lease of now in the test's hands. */
public final class CurrentSchemaLease implements SchemaLease {

    private final Supplier<Optional<Leases>> leases;

    /** @param leases knows the lease of now; empty where there is never one */
    public CurrentSchemaLease(Supplier<Optional<Leases>> leases) {
        this.leases = leases;
    }

    private Leases leases() {
        return leases.get().orElseThrow(CurrentSchemaLease::none);
    }

    private Lease lease() {
        return leases().current().orElseThrow(CurrentSchemaLease::none);
    }

    static IsolationException none() {
        return new IsolationException("There is no isolated schema now: the running test"
                + " class is not annotated with @IsolatedSchema, or its schema was already given back. Use SchemaLease only"
                + " in a class annotated with @IsolatedSchema, from its @BeforeAll to its @AfterAll methods.");
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
        return lease().psql();
    }

    @Override
    public Connection connect() throws SQLException {
        Lease lease = lease();
        return lease.access().open(lease.url());
    }

    @Override
    public void snapshot(String name) {
        leases().snapshot(name);
    }

    @Override
    public void restore(String name) {
        leases().restore(name);
    }
}
