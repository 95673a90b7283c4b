package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class AuditLogTest {

    @Inject
    AgroalDataSource dataSource;

    @Test
    void theTriggerWritesToPublicByName() throws Exception {
        Sql.execute(dataSource, "insert into public.audit_log (reference, status) values ('A-0', 'IMPORTED')");
        ShopApi.register("ada@example.org");
        ShopApi.takeOrder("A-1", "ada@example.org");
        ShopApi.pay("A-1");

        assertThat(Sql.query(dataSource, "select id || ' ' || reference || ' ' || status from public.audit_log order by id"))
                .containsExactly("1 A-0 IMPORTED", "2 A-1 OPEN", "3 A-1 PAID");
    }
}
