package org.acme.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;

/** Tests that two classes could not both pass with one cache. */
@IsolatedSchema
abstract class GuestsTests {

    @Inject
    Guests guests;

    @Test
    void theCacheHoldsTheRowsOfThisClass() throws SQLException {
        guests.arrive(getClass().getSimpleName());
        assertThat(guests.names()).containsExactly(getClass().getSimpleName());

        guests.arrive("another one");
        assertThat(guests.names()).as("what the cache holds").hasSize(1);
    }
}
