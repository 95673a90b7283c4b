package org.acme.guestbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SchemaLease;

/** Tests that two classes could not both pass in one schema. */
@IsolatedSchema
abstract class GuestBookTests {

    @Inject
    GuestBook book;

    @Inject
    SchemaLease lease;

    @Test
    void whatTheStartMadeIsThereAndWhatAnotherClassDidIsNot() throws SQLException {
        // Hibernate takes ids by the fifty; the first fifty of each sequence went to import.sql.
        assertThat(book.sign("Grace", getClass().getSimpleName())).isEqualTo(51);
        assertThat(book.entries()).containsExactly("from import.sql", getClass().getSimpleName());
        assertThat(book.stamps()).containsExactly("welcome");

        assertThat(lease.database()).isEqualTo("guests");
        try (Connection connection = lease.connect()) {
            assertThat(connection.getSchema()).isEqualTo(lease.schema()).matches("test_[0-9a-f]{32}");
        }
    }

    @Test
    void theGuestBookThatIsTheUsersOwnIsLeftAlone() throws SQLException {
        assertThat(RestrictedServer.query("select id || ' ' || name from public.guest")).containsExactly("1 Grace");
        assertThat(RestrictedServer.query("select last_value || ' ' || is_called from public.guest_seq"))
                .containsExactly("1234 false");
        assertThat(RestrictedServer.query("select datname from pg_database where datname ~ '^test_'")).isEmpty();
    }
}
