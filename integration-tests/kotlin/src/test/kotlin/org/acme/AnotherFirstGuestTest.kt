package org.acme

import io.quarkiverse.isolatedschema.IsolatedSchema
import io.quarkus.test.junit.QuarkusTest
import jakarta.inject.Inject
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** The same name and number as in [FirstGuestTest]: in one database, whichever class comes second would fail. */
@QuarkusTest
@IsolatedSchema
class AnotherFirstGuestTest {
    @Inject
    lateinit var book: GuestBook

    @Test
    fun `has the first number, too`() {
        assertThat(book.sign("Ada")).isEqualTo(1)
        assertThat(book.guests()).containsExactly("Ada")
    }
}
