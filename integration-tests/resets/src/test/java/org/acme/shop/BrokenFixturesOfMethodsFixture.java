package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Singleton;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.spi.FixtureGenerator;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Order(2)
@IsolatedSchema(reset = Reset.WIPE)
public class BrokenFixturesOfMethodsFixture {

    @Singleton
    public static class Failing implements FixtureGenerator {

        @Override
        public void generate(SchemaLease lease) {
            throw new IllegalStateException("no data today");
        }
    }

    public static class NoBean implements FixtureGenerator {

        @Override
        public void generate(SchemaLease lease) {
        }
    }

    @Test
    @IsolatedSchema(scripts = "fixtures/broken.sql")
    void wiped() {
    }

    @Test
    @IsolatedSchema(reset = Reset.ROLLBACK, scripts = "fixtures/broken.sql")
    void rolledBack() {
    }

    @Test
    @IsolatedSchema(reset = Reset.FRESH, scripts = "fixtures/broken.sql")
    void fresh() {
    }

    @Test
    @IsolatedSchema(scripts = "fixtures/missing.sql")
    void missing() {
    }

    @Test
    @IsolatedSchema(scripts = "fixtures/of-psql.sql")
    void ofPsql() {
    }

    @Test
    @IsolatedSchema(scripts = "fixtures/without-file.sql")
    void withoutFile() {
    }

    @Test
    @IsolatedSchema(generators = Failing.class)
    void failing() {
    }

    @Test
    @IsolatedSchema(generators = NoBean.class)
    void noBean() {
    }

    @Test
    void theOthersGoOn() {
        assertThat(Shop.emails()).isEmpty();
    }

    @Test
    @IsolatedSchema(reset = Reset.ROLLBACK)
    void theOthersGoOnRolledBack() {
        Shop.register("somebody");
    }
}
