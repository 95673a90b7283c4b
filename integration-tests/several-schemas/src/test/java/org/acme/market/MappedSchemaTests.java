package org.acme.market;

/** One entity names its schema, the other one none. */
abstract class MappedSchemaTests extends MarketTests {

    @Override
    String schemaOfCustomers() {
        return lease.schema();
    }
}
