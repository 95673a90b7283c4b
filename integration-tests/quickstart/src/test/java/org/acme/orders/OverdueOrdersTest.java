package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.LocalDate;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class OverdueOrdersTest {

    @Inject
    AgroalDataSource dataSource;

    @Test
    void theScheduledJobMarksOrdersThatNobodyPaid() throws Exception {
        ShopApi.register("ada@example.org");
        ShopApi.takeOrder("A-1", "ada@example.org", LocalDate.now().minusDays(1));
        ShopApi.takeOrder("A-2", "ada@example.org", LocalDate.now());

        await().until(() -> ShopApi.statusOf("A-1").equals("OVERDUE"));

        assertThat(Sql.query(dataSource, "select reference || ' ' || status from orders order by reference"))
                .containsExactly("A-1 OVERDUE", "A-2 OPEN");
    }
}
