package io.quarkiverse.isolatedschema.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.runtime.catalog.TableChange;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.postgres.ServerAccess;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.LeaseChanges;

class KeptBlockTest {

    private final Lease lease = lease();

    private static Lease lease() {
        JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://h:5432/test_1?password=secret&currentSchema=test_1, public")
                .orElseThrow();
        Properties properties = new Properties();
        properties.put("user", "app");
        properties.put("password", "secret");
        return new Lease("test_1", "test_1", url, new ServerAccess(url, () -> properties));
    }

    private static TableChange change(String table, long added, long changed, long removed) {
        return new TableChange(table, added, changed, removed, Optional.empty());
    }

    @Test
    void itTellsWhereTheSchemaIsAndWhatHasChangedAndHowToOpenItAndNoPassword() {
        LeaseChanges changes = new LeaseChanges(
                List.of(change("note", 2, 1, 0), change("slip", 0, 0, 3),
                        new TableChange("big", 0, 0, 0, Optional.of("70000 rows, before 3"))),
                List.of("new table \"extra\"", "changed column \"note.text\""), List.of());

        assertThat(new KeptBlock("OrderTest has failed:", lease).with(changes)
                .opened(lease, Optional.of("stays up for PT30M after the run"))).hasToString("""
                        OrderTest has failed:
                            schema    test_1
                            database  test_1
                            rows      note: 2 added, 1 changed
                                      slip: 3 removed
                                      big: not counted (70000 rows, before 3)
                            defined   new table "extra"
                                      changed column "note.text"
                            server    stays up for PT30M after the run
                            open      psql 'postgresql://app@h:5432/test_1?options=-csearch_path%3Dtest_1%2Cpublic'""");
    }

    @Test
    void aClassThatHasChangedNothingIsToldSo() {
        assertThat(new KeptBlock("OrderTest has failed:", lease).with(new LeaseChanges(List.of(), List.of(), List.of())))
                .hasToString("""
                        OrderTest has failed:
                            schema    test_1
                            database  test_1
                            rows      as in a fresh schema""");
    }

    @Test
    void whatIsNotKnownIsNotToldToBeTheSame() {
        assertThat(new KeptBlock("OrderTest has failed:", lease)
                .with(new LeaseChanges(List.of(), List.of(), List.of("rows: permission denied")))).hasToString("""
                        OrderTest has failed:
                            schema    test_1
                            database  test_1
                            unknown   rows: permission denied""");
    }

    @Test
    void aLongListIsCut() {
        List<TableChange> many = IntStream.range(0, 23).mapToObj(i -> change("t" + i, 1, 0, 0)).toList();

        assertThat(new KeptBlock("", lease).with(new LeaseChanges(many, List.of(), List.of())).toString())
                .contains("t19: 1 added\n              and 3 more").doesNotContain("t20");
    }
}
