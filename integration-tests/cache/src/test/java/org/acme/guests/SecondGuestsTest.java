package org.acme.guests;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SecondGuestsTest extends GuestsTests {
}
