package io.quarkiverse.isolatedschema.runtime.reset;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.reset.Wiped.Outcome;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServer;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;

/** Nobody needs to know in which order tables refer to each other, whether foreign keys can be left out or not. */
@ParameterizedClass
@ValueSource(booleans = { true, false })
@ExtendWith(PostgresServerExtension.class)
class WipeForeignKeysTest {

    private final boolean superuser;

    private final PostgresServer server;

    private WipedLease lease;

    WipeForeignKeysTest(boolean superuser, PostgresServer server) {
        this.superuser = superuser;
        this.server = server;
    }

    private WipedLease lease(String ddl) throws SQLException {
        lease = superuser ? WipedLease.of(server, ddl) : WipedLease.ofOwner(server, ddl);
        return lease;
    }

    @AfterEach
    void close() throws SQLException {
        lease.close();
    }

    @Test
    void chains() throws SQLException {
        lease("create table c (id int primary key); create table b (id int primary key, c int not null references c);"
                + " create table a (id int primary key, b int not null references b on delete restrict);"
                + " insert into c values (1), (2); insert into b values (1, 1)");
        lease.isBroughtBackAfter(
                "insert into c values (3); insert into b values (3, 3), (4, 1); insert into a values (1, 3), (2, 1)");
        lease.isBroughtBackAfter("delete from b; delete from c");
    }

    @Test
    void cycles() throws SQLException {
        lease("create table teams (id int primary key, lead int); create table people (id int primary key, team int not null references teams);"
                + " alter table teams add foreign key (lead) references people; insert into teams values (1, null); insert into people values (1, 1);"
                + " update teams set lead = 1");
        lease.isBroughtBackAfter(
                "insert into teams values (2, null); insert into people values (2, 2), (3, 1); update teams set lead = 2 where id = 2");
        lease.isBroughtBackAfter("update teams set lead = null; delete from people; delete from teams");
    }

    @Test
    void rowsThatReferToTheirOwnTable() throws SQLException {
        lease("create table nodes (id int primary key, parent int references nodes on delete restrict)");
        lease.isBroughtBackAfter("insert into nodes values (1, 1), (2, 1), (3, 2); update nodes set parent = 3 where id = 1");
    }

    @Test
    void deferredOnes() throws SQLException {
        lease("create table a (id int primary key, b int not null); create table b (id int primary key, a int not null references a deferrable initially deferred);"
                + " alter table a add foreign key (b) references b deferrable initially deferred;"
                + " begin; insert into a values (1, 1); insert into b values (1, 1); commit");
        lease.isBroughtBackAfter(
                "begin; insert into a values (2, 2); insert into b values (2, 2); delete from a where id = 1; delete from b where id = 1; commit");
    }

    @Test
    void aRowThatOthersReferToIsReplacedInPlace() throws SQLException {
        lease("create table kinds (id int primary key, name text); create table things (id int primary key, kind int references kinds);"
                + " insert into kinds values (1, 'a'), (2, 'b'); insert into things values (1, 1), (2, 2)");
        lease.isBroughtBackAfter("update kinds set name = 'x'");
    }

    @Test
    void whatAForeignKeyDeletedIsThereAgain() throws SQLException {
        lease("create table kinds (id int primary key, name text); create table things (id int primary key, kind int references kinds on delete cascade);"
                + " create table notes (kind int default 2 references kinds on delete set default);"
                + " insert into kinds values (1, 'a'), (2, 'b'); insert into things values (1, 1), (2, 2); insert into notes values (1)");
        lease.run("delete from kinds where id = 1");
        assertThat(lease.ask("select count(*) from things")).containsExactly("1");
        lease.isBroughtBack();
    }

    @Test
    void noForeignKeyDeletesWhatOnlyRefersToAChangedRow() throws SQLException {
        lease("create table kinds (id int primary key, name text); create table things (id int primary key, kind int references kinds on delete cascade);"
                + " insert into kinds values (1, 'a'), (2, 'b'); insert into things values (1, 1), (2, 2)");
        lease.run("update kinds set name = 'x' where id = 1");
        if (superuser) {
            lease.isBroughtBack();
        } else {
            assertIsLeftAlone();
        }
        assertThat(lease.ask("select count(*) from things")).containsExactly("2");
    }

    @Test
    void addedRowsThatForeignKeysActOn() throws SQLException {
        lease("create table kinds (id int primary key, name text); create table things (id int primary key, kind int references kinds on delete cascade);"
                + " create table more (kind int references kinds on delete set null);"
                + " insert into kinds values (1, 'a'), (2, 'b'); insert into things values (1, 1), (2, 2); insert into more values (2)");
        lease.isBroughtBackAfter(
                "insert into kinds values (3, 'c'); insert into things values (3, 3), (4, 1); update things set kind = 3 where id = 1;"
                        + " update more set kind = 3");
    }

    private void assertIsLeftAlone() throws SQLException {
        var before = lease.contents();
        Wiped wiped = lease.wipe.wipe();
        assertThat(wiped.outcome()).isEqualTo(Outcome.CANNOT);
        assertThat(wiped.details()).singleElement().asString().contains(".kinds were changed", "session_replication_role");
        assertThat(lease.contents()).isEqualTo(before);
    }
}
