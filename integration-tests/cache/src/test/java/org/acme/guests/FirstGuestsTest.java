package org.acme.guests;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FirstGuestsTest extends GuestsTests {
}
