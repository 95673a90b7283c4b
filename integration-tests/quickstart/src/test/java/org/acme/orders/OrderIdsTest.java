package org.acme.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@IsolatedSchema
class OrderIdsTest {

    /** More than the 50 numbers that Hibernate ORM takes from the sequence at a time. */
    @Test
    void sixtyOrdersAreNumberedFromOneOn() {
        long customer = ShopApi.register("ada@example.org").getLong("id");

        List<Long> orders = IntStream.rangeClosed(1, 60)
                .mapToObj(i -> ShopApi.takeOrder("A-" + i, "ada@example.org").getLong("id"))
                .toList();

        assertThat(customer).isEqualTo(1);
        assertThat(orders).containsExactlyElementsOf(LongStream.rangeClosed(1, 60).boxed().toList());
    }
}
