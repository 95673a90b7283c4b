package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolatedSchema;

/** What the tests of all stock imports share: the annotation, inherited, and objects of their own, created anew by each. */
@IsolatedSchema
abstract class StockImport {

    @Inject
    AgroalDataSource dataSource;

    abstract String source();

    @Test
    void aTableAndATypeOfTheTestHoldWhatWasImported() throws Exception {
        Sql.execute(dataSource, "create type quality as enum ('GOOD', 'DAMAGED')");
        Sql.execute(dataSource, "create table stock (sku text primary key references product, source text, quality quality)");
        Sql.execute(dataSource, "insert into stock values ('TEA', '%s', 'GOOD')".formatted(source()));

        assertThat(Sql.query(dataSource, "select source from stock where quality = 'GOOD'")).containsExactly(source());
    }

    @Test
    void aSchemaOfTheTestHoldsWhatWasImported() throws Exception {
        Sql.execute(dataSource, "create schema warehouse");
        Sql.execute(dataSource, "create table warehouse.shelf (source text)");
        Sql.execute(dataSource, "insert into warehouse.shelf values ('%s')".formatted(source()));

        assertThat(Sql.query(dataSource, "select source from warehouse.shelf")).containsExactly(source());
    }
}
