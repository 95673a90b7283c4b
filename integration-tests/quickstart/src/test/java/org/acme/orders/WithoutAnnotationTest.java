package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

/** Stays where the application booted, and meets nothing of what the isolated classes did. */
@QuarkusTest
class WithoutAnnotationTest {

    @Inject
    AgroalDataSource dataSource;

    @Test
    void theFirstCustomerIsNumberOneAndTheOnlyOne() throws Exception {
        assertThat(ShopApi.register("ada@example.org").getLong("id")).isEqualTo(1);
        assertThat(ShopApi.takeOrder("A-1", "ada@example.org").getLong("id")).isEqualTo(1);

        assertThat(Sql.query(dataSource, "select email from customer")).containsExactly("ada@example.org");
        assertThat(Sql.query(dataSource, "select reference from public.audit_log")).containsExactly("A-1");
    }

    @Test
    void theTablesAreInTheSchemaOfTheMigrations() throws Exception {
        assertThat(Sql.query(dataSource, "select to_regclass(current_schema() || '.orders')")).containsExactly("orders");
    }

    @Test
    void nobodyLeftASchema() throws Exception {
        assertThat(Sql.query(dataSource, "select nspname from pg_namespace where nspname = 'warehouse'")).isEmpty();
    }
}
