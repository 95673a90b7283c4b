package org.acme.guestbook;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(RestrictedServer.class)
class FirstGuestBookTest extends GuestBookTests {
}
