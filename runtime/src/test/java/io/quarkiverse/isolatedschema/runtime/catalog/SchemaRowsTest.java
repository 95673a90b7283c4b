package io.quarkiverse.isolatedschema.runtime.catalog;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog.Difference;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;
import io.quarkiverse.isolatedschema.runtime.postgres.RunId;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** Rows of two schemas are the same whatever their order, but not whatever their number. */
@ExtendWith(PostgresServerExtension.class)
class SchemaRowsTest {

    private final String template = LeaseName.lease(RunId.random());

    private final String copy = LeaseName.lease(RunId.random());

    private final PostgresServer server;

    private Connection connection;

    SchemaRowsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = server.connect(server.database(PostgresServer.SUPERUSER));
        execute(connection, "create schema " + template + "; create schema " + copy);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private List<String> differences(String both, String inTemplate, String inCopy) throws SQLException {
        execute(connection, "set search_path = " + template + ";" + both + ";" + inTemplate);
        execute(connection, "set search_path = " + copy + ";" + both + ";" + inCopy);
        return SchemaRows.differences(connection, template, copy).stream().map(Difference::describe).toList();
    }

    @Test
    void theOrderDoesNotMatter() throws SQLException {
        assertThat(differences("create table t (a int, b text)", "insert into t values (1, 'x'), (2, null), (2, null)",
                "insert into t values (2, null), (1, 'x'), (2, null)")).isEmpty();
    }

    @Test
    void theirNumberIsTold() throws SQLException {
        assertThat(differences("create table t (a int)", "insert into t values (1), (2)", "insert into t values (1)"))
                .containsExactly("rows \"t\" differs: expected '2 rows', but was '1 rows'");
    }

    @Test
    void anEmptyTableIsNoTableWithRows() throws SQLException {
        assertThat(differences("create table t (a int)", "", "insert into t values (null)")).hasSize(1);
    }

    @Test
    void whichOneIsThereTwiceMatters() throws SQLException {
        assertThat(differences("create table t (a int)", "insert into t values (1), (1), (2)",
                "insert into t values (1), (2), (2)"))
                .containsExactly("rows \"t\" differs: expected '3 rows', but was '3 rows with other contents'");
    }

    @Test
    void nullIsNotEmptyAndValuesDoNotMoveBetweenColumns() throws SQLException {
        assertThat(differences("create table t (a text, b text); create table u (a text, b text)",
                "insert into t values (null, ''); insert into u values ('x,', 'y')",
                "insert into t values ('', null); insert into u values ('x', ',y')")).hasSize(2);
    }

    @Test
    void columnsInAnotherOrderAreTheSameRows() throws SQLException {
        assertThat(differences("", "create table t (a int, b int); insert into t values (1, 2)",
                "create table t (b int, a int); insert into t values (2, 1)")).isEmpty();
    }

    @Test
    void whatDiffersAtEveryBootIsNotCompared() throws SQLException {
        String rows = "insert into t (id) values (1)";
        assertThat(differences("create table t (id int, a timestamptz default now(), b uuid default gen_random_uuid(),"
                + " c timestamp default current_timestamp, d float default random(), e date default (clock_timestamp())::date,"
                + " f timestamp default localtimestamp)", rows,
                rows + "; update t set a = 'epoch', c = 'epoch', e = 'epoch', f = 'epoch'"))
                .isEmpty();
    }

    @Test
    void anOrdinaryDefaultIsCompared() throws SQLException {
        assertThat(
                differences("create sequence s; create table t (id int default nextval('s'), knowhow text default 'now known')",
                        "insert into t default values", "select nextval('s'); insert into t default values"))
                .hasSize(1);
    }

    @Test
    void theTimesInFlywaysAndLiquibasesTablesAreNotCompared() throws SQLException {
        assertThat(differences("create table history (installed_rank int, checksum int, execution_time int);"
                + " create table databasechangelog (id text, orderexecuted int, dateexecuted timestamp, deployment_id text)",
                "insert into history values (1, 2, 3); insert into databasechangelog values ('a', 1, 'epoch', '5')",
                "insert into history values (1, 2, 4); insert into databasechangelog values ('a', 1, 'now', '6')")).isEmpty();
    }

    @Test
    void aColumnOfTheSameNameElsewhereIsCompared() throws SQLException {
        assertThat(differences("create table jobs (id int, execution_time int, deployment_id int)",
                "insert into jobs values (1, 2, 3)",
                "insert into jobs values (1, 2, 4)")).hasSize(1);
    }

    @Test
    void theSchemasOwnNameInARowIsTheSame() throws SQLException {
        assertThat(differences("create table t (a text)", "insert into t values ('in " + template + "')",
                "insert into t values ('in " + copy + "')")).isEmpty();
    }

    @Test
    void everyPartitionAndParentCountsItsOwn() throws SQLException {
        assertThat(differences(
                "create table p (a int) partition by list (a); create table p1 partition of p for values in (1, 2);"
                        + " create table p2 partition of p default; create table base (a int); create table derived () inherits (base)",
                "insert into p values (1), (3); insert into base values (1)",
                "insert into p values (2), (3); insert into derived values (1)"))
                .containsExactly("rows \"base\" differs: expected '1 rows', but was '0 rows'",
                        "rows \"derived\" differs: expected '0 rows', but was '1 rows'",
                        "rows \"p1\" differs: expected '1 rows', but was '1 rows with other contents'");
    }

    @Test
    void staleMaterializedViewsAreTold() throws SQLException {
        assertThat(
                differences("create table t (a int); create materialized view m as select * from t; insert into t values (1)",
                        "refresh materialized view m", ""))
                .containsExactly("rows \"m\" differs: expected '1 rows', but was '0 rows'");
    }

    @Test
    void tablesThatOnlyOneHasAreLeftToTheCatalog() throws SQLException {
        assertThat(differences("", "create table \"Odd \"\"name\" (a int)", "")).isEmpty();
        assertThat(SchemaCatalog.of(connection, template).differencesTo(SchemaCatalog.of(connection, copy)))
                .extracting(Difference::describe).contains("table \"Odd \"name\" is missing");
    }

    @Test
    void oddNamesAndColumnsAreRead() throws SQLException {
        assertThat(differences("create table \"Odd \"\"na%me'\" (\"A b\" int, \"row\" text); create table empty ()",
                "insert into \"Odd \"\"na%me'\" values (1, 'x')", "insert into \"Odd \"\"na%me'\" values (1, 'y')"))
                .hasSize(1);
    }
}
