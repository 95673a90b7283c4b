package org.acme.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ServerVersionTest {

    @Inject
    AgroalDataSource dataSource;

    @Test
    void theServerIsOfTheBinariesThatTheBuildChose() throws SQLException {
        assertThat(System.getProperty("older-postgres.version")).startsWith(Sql.value(dataSource, "show server_version"));
    }

    @Test
    void itHasTheSettingsOfServersOfOurs() throws SQLException {
        assertThat(Sql.value(dataSource, "show fsync")).isEqualTo("off");
        assertThat(Sql.value(dataSource, "show max_connections")).isEqualTo("1400");
    }
}
