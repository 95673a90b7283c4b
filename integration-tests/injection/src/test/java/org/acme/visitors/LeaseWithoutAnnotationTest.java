package org.acme.visitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.test.junit.QuarkusTest;

/** A class without a schema of its own may inject the lease, but can't use it. */
@QuarkusTest
class LeaseWithoutAnnotationTest {

    @Inject
    SchemaLease lease;

    @Inject
    Visitors visitors;

    @Test
    void theLeaseSaysThatThereIsNone() {
        assertThatThrownBy(lease::schema).isInstanceOf(IsolationException.class).hasMessageContaining("@IsolatedSchema");
    }

    @Test
    void theVisitorsOfTheIsolatedClassesNeverCame() throws Exception {
        assertThat(visitors.welcome("Ada")).isEqualTo(1);
    }
}
