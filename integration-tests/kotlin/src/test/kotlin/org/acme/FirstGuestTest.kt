package org.acme

import io.quarkiverse.isolatedschema.IsolatedSchema
import io.quarkiverse.isolatedschema.SchemaLease
import io.quarkus.test.junit.QuarkusTest
import jakarta.inject.Inject
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

@QuarkusTest
@IsolatedSchema
class FirstGuestTest {
    @Inject
    lateinit var book: GuestBook

    @Test
    fun `has the first number`(lease: SchemaLease) {
        assertThat(book.sign("Ada")).isEqualTo(1)
        lease.connect().use { connection ->
            connection.createStatement().executeQuery("select name from guest").use { rows ->
                assertThat(rows.next()).isTrue()
                assertThat(rows.getString(1)).isEqualTo("Ada")
            }
        }
    }
}
