package io.quarkiverse.isolatedschema.bench.result;

/**
 * What one size of schema comes to.
 *
 * @param size its name
 * @param tables how many tables the migrations make
 * @param migrations how many migrations
 * @param relations tables, indexes, sequences, views and TOAST relations together
 */
public record SchemaFacts(String size, int tables, int migrations, int relations) {
}
