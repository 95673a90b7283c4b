package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog;
import io.quarkiverse.isolatedschema.runtime.catalog.SchemaRows;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.testing.KitchenSink;
import io.quarkiverse.isolatedschema.runtime.testing.KitchenSinkUse;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServers;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** A clone holds every kind of object exactly, and each of them works. */
@ParameterizedClass(name = "Postgres {0}")
@ValueSource(ints = { 18, 16, 14 })
@ExtendWith(PostgresServerExtension.class)
class KitchenSinkCloneTest {

    private final PostgresServer server;

    private RunDatabase run;

    private DatabaseCloneProvisioner leases;

    KitchenSinkCloneTest(int version, PostgresServers servers) {
        server = servers.of(version);
    }

    @BeforeEach
    void boot() throws SQLException {
        String role = server.role("superuser");
        String database = server.database(role);
        KitchenSink.outside(server, database);
        run = RunDatabase.open(Run.of(server, role, database).request());
        try (Connection boot = Run.connect(run.bootLease())) {
            KitchenSink.fill(boot);
            Databases.execute(boot, "create publication orders_out for table orders");
        }
        leases = new DatabaseCloneProvisioner(Template.capture(run));
    }

    @AfterEach
    void stop() {
        run.close();
    }

    @Test
    void isExactAndWorks() throws SQLException, IOException {
        Lease lease = leases.provision("test").lease();
        try (Connection boot = Run.connect(run.bootLease()); Connection copy = Run.connect(lease)) {
            assertThat(SchemaCatalog.of(boot, run.bootSchema()).differencesTo(SchemaCatalog.of(copy, lease.schema())))
                    .isEmpty();
            assertThat(SchemaRows.differences(boot, run.bootSchema(), copy, lease.schema())).isEmpty();
            KitchenSinkUse.of(copy);
            assertThat(SchemaRows.differences(boot, run.bootSchema(), copy, lease.schema())).isNotEmpty();
        }
    }
}
