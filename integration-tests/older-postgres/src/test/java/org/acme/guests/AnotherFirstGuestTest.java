package org.acme.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class AnotherFirstGuestTest {

    @Inject
    AgroalDataSource dataSource;

    @Test
    void theFirstGuestIsNumberOne() throws SQLException {
        assertThat(Sql.value(dataSource, "insert into guests (name) values ('Ada') returning id")).isEqualTo("1");
    }
}
