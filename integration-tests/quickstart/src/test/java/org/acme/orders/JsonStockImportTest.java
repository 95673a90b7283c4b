package org.acme.orders;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class JsonStockImportTest extends StockImport {

    @Override
    String source() {
        return "json";
    }
}
