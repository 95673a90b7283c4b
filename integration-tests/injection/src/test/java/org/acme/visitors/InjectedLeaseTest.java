package org.acme.visitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class InjectedLeaseTest {

    @Inject
    SchemaLease lease;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Visitors visitors;

    @Test
    void theLeaseNamesTheSchemaOfTheApplication() throws Exception {
        assertThat(lease.schema()).matches("test_[0-9a-f]{32}").isEqualTo(currentSchema());
    }

    @Test
    void theParameterIsTheSameLease(SchemaLease parameter) {
        assertThat(parameter.schema()).isEqualTo(lease.schema());
    }

    @Test
    void theFirstVisitorIsNumberOneAndSeenThroughTheLease() throws Exception {
        assertThat(visitors.welcome("Ada")).isEqualTo(1);

        try (Connection connection = lease.connect();
                ResultSet row = connection.createStatement().executeQuery("select name from visitor")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("name")).isEqualTo("Ada");
        }
    }

    @Nested
    class Inside {

        @Test
        void aNestedClassHasTheLeaseOfTheOuterOne(SchemaLease parameter) throws Exception {
            assertThat(parameter.schema()).isEqualTo(lease.schema()).isEqualTo(currentSchema());
        }
    }

    private String currentSchema() throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getSchema();
        }
    }
}
