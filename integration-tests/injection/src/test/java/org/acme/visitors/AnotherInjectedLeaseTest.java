package org.acme.visitors;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.test.junit.QuarkusTest;

/** Follows or precedes {@link InjectedLeaseTest}, with the same visitor. */
@QuarkusTest
@IsolatedSchema
class AnotherInjectedLeaseTest {

    @Inject
    SchemaLease lease;

    @Inject
    Visitors visitors;

    @Test
    void theFirstVisitorIsNumberOneAgain() throws Exception {
        assertThat(visitors.welcome("Ada")).isEqualTo(1);
        assertThat(lease.jdbcUrl()).contains(lease.schema());
        assertThat(lease.psql()).contains("psql", lease.database());
    }
}
