package io.quarkiverse.isolatedschema.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionBudgetTest {

    @ParameterizedTest(name = "{0} connections, {1} leases ahead with {2} each: {3} for a pool, {4} ahead")
    @CsvSource({
            "92, 1, 2, 29, 1",
            "92, 4, 2, 25, 4",
            "92, 0, 2, 30, 0",
            "19, 4, 2, 5, 1",
            "18, 4, 2, 6, 0",
            "2, 1, 2, 1, 0",
            "1, 0, 2, 1, 0"
    })
    void thePoolsTogetherStayBelowWhatThereIs(int allowed, int depth, int ahead, int perLease, int chosen) {
        ConnectionBudget budget = ConnectionBudget.of(allowed, depth, ahead);

        assertThat(budget).isEqualTo(new ConnectionBudget(perLease, chosen, ahead));
        if (allowed >= 3) {
            assertThat(3 * budget.perLease() + 2 * budget.depth() * budget.ahead()).isLessThanOrEqualTo(allowed);
        }
    }
}
