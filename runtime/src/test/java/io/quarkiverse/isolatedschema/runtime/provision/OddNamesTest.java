package io.quarkiverse.isolatedschema.runtime.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.testing.GivenRun;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.Run;

/** Names of roles, databases and schemas may hold whatever Postgres allows. */
@ExtendWith(PostgresServerExtension.class)
class OddNamesTest {

    private static final String ROLE = "O'Brien \"x\"; drop table T -- \u00dcn\u00ef $1 %s";

    private static final String DATABASE = "My \"Db\" it's/50%? \u6570&a=b+c";

    private static final String SCHEMA = "Odd \"Sch\u00e9ma\", it's";

    private final PostgresServer server;

    private Run application;

    OddNamesTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void makeThem() throws SQLException {
        try (Connection asking = server.connect("postgres")) {
            Databases.execute(asking, "create role " + Databases.identifier(asking, ROLE) + " login createdb");
            Databases.execute(asking, "create database " + Databases.identifier(asking, DATABASE) + " owner "
                    + Databases.identifier(asking, ROLE));
        }
        try (Connection inside = server.connect(DATABASE)) {
            Databases.execute(inside, "create schema " + Databases.identifier(inside, SCHEMA) + " authorization "
                    + Databases.identifier(inside, ROLE));
            Databases.execute(inside, "alter role " + Databases.identifier(inside, ROLE) + " set search_path = "
                    + Databases.identifier(inside, SCHEMA) + ", public");
        }
        JdbcUrl url = JdbcUrl.parse(server.url("").withDatabase(DATABASE).toString()).orElseThrow();
        ServerAccess access = server.access(url, ROLE, "any");
        application = new Run(server, ROLE, DATABASE,
                new RunDatabaseRequest(RunId.random(), url, access, access, Optional.empty(), false));
    }

    @AfterEach
    void nothingIsLeft() throws SQLException {
        assertThat(server.query("postgres", "select datname from pg_database join pg_roles r on r.oid = datdba"
                + " where rolname = ? and datname ~ '^test_'", ROLE)).isEmpty();
        assertThat(server.query(DATABASE, "select nspname from pg_namespace where nspname ~ '^test_'")).isEmpty();
        try (Connection asking = server.connect("postgres")) {
            for (String base : server.query("postgres",
                    "select datname from pg_database where datname ~ '^isolated_schema_base_'"
                            + " and shobj_description(oid, 'pg_database') like '%it''s/50%'")) {
                Databases.execute(asking, "drop database " + Databases.identifier(asking, base));
            }
            Databases.execute(asking, "drop database " + Databases.identifier(asking, DATABASE) + " with (force)");
            Databases.execute(asking, "drop role " + Databases.identifier(asking, ROLE));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void inDatabasesOfTheirOwn(boolean superuser) throws SQLException {
        // Who copies databases on a server of ours is a superuser.
        if (superuser) {
            try (Connection asking = server.connect("postgres")) {
                Databases.execute(asking, "alter role " + Databases.identifier(asking, ROLE) + " superuser");
            }
        }
        try (RunDatabase run = RunDatabase.open(superuser ? application.withServerOfOurs() : application.again())) {
            try (Connection booting = Run.connect(run.bootLease())) {
                Databases.execute(booting, "create table note (text text); insert into note values ('reference')");
            }
            use(run.capture(null), run.name());
        }
    }

    @ParameterizedTest
    @EnumSource(names = { "REPLAY", "MIGRATE" })
    void insideTheDatabaseItself(Provisioning provisioning) throws SQLException {
        String sql = "create table note (text text); insert into note values ('reference')";
        try (GivenRun run = given(provisioning, sql)) {
            run.boot(sql);
            use(run.capture(), null);
        }
    }

    /** Its search path is the one that was found when the URL was read. */
    private GivenRun given(Provisioning provisioning, String sql) throws SQLException {
        try (Connection connection = application.request().application().open(application.request().original())) {
            String path = Databases.query(connection, "show search_path").get(0);
            return GivenRun.open(application, application.again(), path, provisioning, GivenRun.migrating(sql));
        }
    }

    private static void use(Provisioner provisioner, String otherDatabase) throws SQLException {
        Lease lease = provisioner.provision("of 'Some \"Test\"'").lease();
        try (Connection connection = Run.connect(lease)) {
            Databases.execute(connection, "insert into note values ('of the test')");
            assertThat(Databases.query(connection, "select current_schema()")).containsExactly(lease.schema());
            assertThat(Databases.query(connection, "select text from note")).containsExactly("reference", "of the test");
            assertThat(Databases.query(connection, "select unnest(current_schemas(false))")).startsWith(lease.schema(), SCHEMA);
            assertThat(Databases.query(connection, "select current_user")).isEqualTo(List.of(ROLE));
            assertThat(lease.database()).isNotEqualTo(otherDatabase);
        }
        provisioner.describe(lease, "of 'Another \"Test\"'");
        provisioner.drop(lease);
    }

    @Test
    void whatIsRefusedIsToldByTheirNames() throws SQLException {
        try (Connection asking = server.connect("postgres")) {
            Databases.execute(asking, "alter role " + Databases.identifier(asking, ROLE) + " nocreatedb");
        }

        assertThatThrownBy(() -> RunDatabase.open(application.again()))
                .hasMessageContaining("role '" + ROLE + "' may not do that")
                .hasMessageContaining("ALTER ROLE \"" + ROLE.replace("\"", "\"\"") + "\" CREATEDB;");
    }
}
