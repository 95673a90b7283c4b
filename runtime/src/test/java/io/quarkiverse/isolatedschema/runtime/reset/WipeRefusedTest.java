package io.quarkiverse.isolatedschema.runtime.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.reset.Wiped.Outcome;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** What a role without special rights cannot see or do is said, and never taken for unchanged. */
@ExtendWith(PostgresServerExtension.class)
class WipeRefusedTest {

    private final PostgresServer server;

    WipeRefusedTest(PostgresServer server) {
        this.server = server;
    }

    @Test
    void rowsThatRowSecurityHides() throws SQLException {
        try (WipedLease lease = WipedLease.unwatched(server,
                "create table secrets (owner text); alter table secrets enable row level security;"
                        + " alter table secrets force row level security; create policy own on secrets using (owner = current_user)")) {
            assertThatThrownBy(() -> lease.wipedBy(lease.role, WipeScope.database()))
                    .hasMessageContaining("row-level security policy for table \"secrets\"");
        }
    }

    @Test
    void tablesThatMayNotBeRead() throws SQLException {
        try (WipedLease lease = WipedLease.unwatched(server, "create table orders (id int)")) {
            lease.runOutside("create table not_mine (id int)");
            assertThatThrownBy(() -> lease.wipedBy(lease.role, WipeScope.database()))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"))
                    .hasMessageContaining("not_mine");
        }
    }

    @Test
    void rowsThatMayNotBeDeleted() throws SQLException {
        try (WipedLease lease = WipedLease.ofOwner(server,
                "create table orders (id int); revoke delete on orders from current_user")) {
            lease.run("insert into orders values (1)");
            Wiped wiped = lease.wipe.wipe();
            assertThat(wiped.outcome()).isEqualTo(Outcome.CANNOT);
            assertThat(wiped.details()).singleElement().asString().contains("permission denied for table orders");
        }
    }
}
