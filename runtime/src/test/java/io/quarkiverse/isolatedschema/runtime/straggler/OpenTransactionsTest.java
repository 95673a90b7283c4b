package io.quarkiverse.isolatedschema.runtime.straggler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.testing.Fences;

class OpenTransactionsTest {

    private static final String FROM = "in schema test_1 of OrderTest";

    private final TransactionManager manager = Fences.transactions();

    private final OpenTransactions transactions = new OpenTransactions(manager);

    @AfterEach
    void end() throws Exception {
        if (manager.getStatus() != Status.STATUS_NO_TRANSACTION) {
            manager.rollback();
        }
    }

    private void begin() throws Exception {
        manager.begin();
        transactions.begun();
    }

    private boolean any() {
        return transactions.work().any(transaction -> true);
    }

    @Test
    void aTransactionIsOpenUntilItEnds() throws Exception {
        begin();
        assertThat(transactions.work().any(begun -> begun.thread().get() == Thread.currentThread())).isTrue();
        manager.commit();
        assertThat(any()).isFalse();

        begin();
        manager.rollback();
        assertThat(any()).isFalse();
    }

    @Test
    void oneThatWasCutOffCannotBeCommittedAndSaysWhy() throws Exception {
        begin();
        assertThat(transactions.work().cutOff(FROM)).hasSize(1);

        assertThat(manager.getStatus()).as("a marked one would be rolled back silently").isEqualTo(Status.STATUS_ACTIVE);
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class)
                .hasRootCauseInstanceOf(IsolationException.class).hasRootCauseMessage("This transaction can't be committed: it"
                        + " began in schema test_1 of OrderTest, which the application has left since. Let the work end with"
                        + " its test class: wait for it in the test or in an @AfterAll method.");
        assertThat(transactions.work().anyCut()).isFalse();
    }

    @Test
    void oneThatWasCutOffGetsNoConnection() throws Exception {
        begin();
        assertThat(transactions.refusal()).isEmpty();
        transactions.work().cutOff(FROM);

        assertThat(transactions.refusal()).hasValueSatisfying(text -> assertThat(text)
                .startsWith("This transaction gets no connection: it began in schema test_1 of OrderTest"));
        manager.rollback();
        assertThat(transactions.refusal()).isEmpty();
    }

    @Test
    void inWhateverThreadItGoesOn() throws Exception {
        begin();
        Transaction moved = manager.suspend();
        transactions.work().cutOff(FROM);
        assertThat(transactions.refusal()).as("nobody has it").isEmpty();

        CompletableFuture.runAsync(() -> {
            assertThatCode(() -> manager.resume(moved)).doesNotThrowAnyException();
            assertThat(transactions.refusal()).isPresent();
            assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        }).get();
    }

    @Test
    void oneThatBeganAfterwardsCommits() throws Exception {
        begin();
        Transaction former = manager.suspend();
        transactions.work().cutOff(FROM);
        begin();

        assertThat(transactions.refusal()).isEmpty();
        assertThatCode(manager::commit).doesNotThrowAnyException();
        manager.resume(former);
        assertThat(transactions.refusal()).isPresent();
    }

    @Test
    void outsideOfTransactionsNobodyIsRefused() throws Exception {
        begin();
        Transaction other = manager.suspend();
        transactions.work().cutOff(FROM);

        assertThat(transactions.refusal()).isEmpty();
        manager.resume(other);
    }
}
