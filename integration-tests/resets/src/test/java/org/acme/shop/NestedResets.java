package org.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * Nested classes begin with what the class around them begins with; what they write before their methods survives their own
 * resets, and is not there for others.
 */
abstract class NestedResets {

    @BeforeAll
    static void register() {
        commit("outer");
    }

    static void commit(String email) {
        QuarkusTransaction.requiringNew().run(() -> Customer.of(email).persist());
    }

    /** Asserts what a method finds, and leaves something. */
    static void findsAndLeaves(String... emails) {
        assertThat(Shop.emails()).containsExactly(emails);
        assertThat(Shop.register("left")).isEqualTo(emails.length + 1);
    }

    @RepeatedTest(2)
    void outside() {
        findsAndLeaves("ada@example.org", "linus@example.org", "outer");
    }

    @Nested
    class AsTheClassAround {

        @RepeatedTest(2)
        void inside() {
            findsAndLeaves("ada@example.org", "linus@example.org", "outer");
        }
    }

    @Nested
    class WithRowsOfItsOwn {

        @BeforeAll
        static void register() {
            commit("nested");
        }

        @RepeatedTest(2)
        void inside() {
            findsAndLeaves("ada@example.org", "linus@example.org", "outer", "nested");
        }

        @Nested
        class Deeper {

            @BeforeAll
            static void register() {
                commit("deeper");
            }

            @RepeatedTest(2)
            void inside() {
                findsAndLeaves("ada@example.org", "linus@example.org", "outer", "nested", "deeper");
            }
        }

        @Nested
        class DeeperWithoutRows {

            @RepeatedTest(2)
            void inside() {
                findsAndLeaves("ada@example.org", "linus@example.org", "outer", "nested");
            }
        }
    }

    @Nested
    class WithOtherRowsOfItsOwn {

        @BeforeAll
        static void register() {
            commit("nested too");
        }

        @RepeatedTest(2)
        void inside() {
            findsAndLeaves("ada@example.org", "linus@example.org", "outer", "nested too");
        }
    }

    @Nested
    @IsolatedSchema(scripts = "fixtures/more.sql")
    class WithScripts {

        @RepeatedTest(2)
        void inside() {
            findsAndLeaves("ada@example.org", "linus@example.org", "outer", "more");
        }
    }

    @Nested
    @IsolatedSchema(reset = Reset.FRESH)
    class Fresh {

        @RepeatedTest(2)
        void inside() {
            findsAndLeaves("ada@example.org", "linus@example.org", "outer");
        }

        @Test
        @IsolatedSchema(reset = Reset.ROLLBACK, scripts = "fixtures/more.sql")
        void orRolledBack() {
            assertThat(Shop.emails()).contains("more");
        }
    }

    @Nested
    @IsolatedSchema(reset = Reset.ROLLBACK)
    class RolledBack {

        @BeforeAll
        static void register() {
            commit("rolled back");
        }

        @RepeatedTest(2)
        void inside() {
            findsAndLeaves("ada@example.org", "linus@example.org", "outer", "rolled back");
        }
    }
}
