package io.quarkiverse.isolatedschema.bench.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationsTest {

    private static final Pattern REFERENCE = Pattern.compile("create table (\\w+) |references (\\w+)");

    @ParameterizedTest
    @EnumSource(Size.class)
    void thereAreAsManyAsTheSizeSays(Size size) {
        Migrations migrations = new Migrations(size);

        assertThat(migrations.all()).hasSize(size.migrations());
        assertThat(migrations.tables()).hasSize(size.tables()).doesNotHaveDuplicates();
        assertThat(migrations.all()).extracting(Migration::version).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void theyAreTheSameAtEveryRun(Size size) {
        assertThat(new Migrations(size).all()).isEqualTo(new Migrations(size).all());
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void aTableStandsAfterTheOneThatItPointsTo(Size size) {
        Migrations migrations = new Migrations(size);
        Matcher matcher = REFERENCE.matcher(migrations.sql());
        String table = "";
        while (matcher.find()) {
            table = matcher.group(1) == null ? table : matcher.group(1);
            if (matcher.group(2) != null) {
                assertThat(migrations.tables().indexOf(matcher.group(2))).as(matcher.group(2)).isNotNegative()
                        .isLessThan(migrations.tables().indexOf(table));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void referenceDataIsAllThatTheyInsert(Size size) {
        Migrations migrations = new Migrations(size);

        assertThat(migrations.referenceData()).isNotEmpty().allMatch(insert -> migrations.sql().contains(insert));
        assertThat(migrations.sql().split("insert into", -1)).hasSize(migrations.referenceData().size() + 1);
    }
}
