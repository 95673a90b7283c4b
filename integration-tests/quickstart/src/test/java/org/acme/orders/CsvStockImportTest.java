package org.acme.orders;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class CsvStockImportTest extends StockImport {

    @Override
    String source() {
        return "csv";
    }
}
