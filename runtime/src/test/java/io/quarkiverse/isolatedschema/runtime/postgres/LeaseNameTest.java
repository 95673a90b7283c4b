package io.quarkiverse.isolatedschema.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseNameTest {

    private static final RunId OWNER = new RunId(0x00ab_cdef_0123_4567L);

    @Test
    void everyNameTellsItsOwner() {
        assertThat(LeaseName.owner(LeaseName.lease(OWNER))).contains(OWNER);
        assertThat(LeaseName.owner(LeaseName.template(OWNER))).contains(OWNER);
        assertThat(LeaseName.owner(LeaseName.runDatabase(OWNER))).contains(OWNER);
    }

    @Test
    void theOwnerMayBeAnyNumber() {
        for (long key : new long[] { 0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE }) {
            assertThat(LeaseName.owner(LeaseName.lease(new RunId(key)))).contains(new RunId(key));
        }
    }

    @Test
    void everyDatabaseNameMatchesThePatternByWhichServersAreAsked() {
        assertThat(LeaseName.lease(OWNER)).matches(LeaseName.DATABASE_PATTERN);
        assertThat(LeaseName.template(OWNER)).matches(LeaseName.DATABASE_PATTERN);
        assertThat(LeaseName.runDatabase(OWNER)).matches(LeaseName.DATABASE_PATTERN);
        assertThat(LeaseName.unfinishedBaseCopy("16384", OWNER)).matches(LeaseName.DATABASE_PATTERN);
    }

    @Test
    void aBaseCopyBelongsToWhoMakesItUntilItIsComplete() {
        assertThat(LeaseName.owner(LeaseName.unfinishedBaseCopy("16384", OWNER))).contains(OWNER);
        assertThat(LeaseName.owner(LeaseName.baseCopy("16384"))).isEmpty();
        assertThat(LeaseName.baseCopy("16384")).doesNotMatch(LeaseName.DATABASE_PATTERN);
    }

    @Test
    void leasesAreNamedTestAndAUuidsWorthOfDigits() {
        assertThat(LeaseName.lease(OWNER)).matches("test_00abcdef01234567[0-9a-f]{16}");
        assertThat(LeaseName.bootSchema(OWNER)).isEqualTo("test_00abcdef0123456700abcdef01234567");
        assertThat(LeaseName.runDatabase(OWNER)).isEqualTo("test_run_00abcdef0123456700abcdef01234567");
    }

    @Test
    void theNamesOfOneRunDiffer() {
        Set<String> names = new HashSet<>(Set.of(LeaseName.bootSchema(OWNER), LeaseName.runDatabase(OWNER)));
        for (int i = 0; i < 1000; i++) {
            names.add(LeaseName.lease(OWNER));
            names.add(LeaseName.template(OWNER));
        }
        assertThat(names).hasSize(2002);
    }

    @Test
    void everyNameFitsIntoAnIdentifier() {
        assertThat(LeaseName.template(OWNER)).hasSizeLessThan(64);
        assertThat(LeaseName.runDatabase(OWNER)).hasSizeLessThan(64);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "postgres", "test", "test_", "test_run_", "test_orders",
            "test_00abcdef0123456700abcdef0123456", "test_00abcdef0123456700abcdef012345678",
            "test_00ABCDEF0123456700abcdef01234567", "test_own_00abcdef0123456700abcdef01234567",
            "mytest_00abcdef0123456700abcdef01234567", "test_00abcdef0123456700abcdef01234567 ",
            "isolated_schema_base_16384_00abcdef0123456", "isolated_schema_base_16384_00abcdef0123456789",
            "isolated_schema_base_00abcdef01234567", "isolated_schema_base_x_00abcdef01234567",
            "isolated_schema_base_test_00abcdef0123456700abcdef01234567" })
    void otherNamesAreNobodys(String name) {
        assertThat(LeaseName.owner(name)).isEmpty();
        assertThat(name).doesNotMatch(LeaseName.DATABASE_PATTERN);
    }
}
