package io.quarkiverse.isolatedschema.spi;

import io.quarkiverse.isolatedschema.SchemaLease;

/**
 * Makes test data in code: a CDI bean, usually in {@code src/test}, that test classes or methods name in
 * {@code @IsolatedSchema(generators = …)}.
 * <p>
 * What it makes is copied for all others that name the same scripts and generators, so it must not depend on the test that
 * happens to be first. Called on the thread of JUnit while the whole application works in the schema to be filled: entities,
 * repositories and the datasource can be used as in a test.
 */
@FunctionalInterface
public interface FixtureGenerator {

    /**
     * Writes the data and commits it.
     *
     * @param lease the schema to be filled
     * @throws Exception when that fails, which fails the test class or method
     */
    void generate(SchemaLease lease) throws Exception;
}
