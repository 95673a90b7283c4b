package io.quarkiverse.isolatedschema.runtime.straggler;

import java.util.List;
import java.util.Optional;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.IsolationException;

/**
 * The application's transactions. One that was cut off can only be rolled back: its commit fails, and it gets no
 * connection any more.
 * <p>
 * It is not marked as such, since a marked one is rolled back silently by whoever ends it, as if it had succeeded.
 */
public final class OpenTransactions {

    private static final Logger log = Logger.getLogger(OpenTransactions.class);

    private final TransactionManager manager;

    private final OpenWork<Transaction> work = new OpenWork<>();

    /** @param manager tells the transaction of the calling thread */
    public OpenTransactions(TransactionManager manager) {
        this.manager = manager;
    }

    /** The calling thread has begun a transaction. */
    public void begun() {
        try {
            Transaction transaction = manager.getTransaction();
            // First of all, so that nothing is flushed by a transaction that is not to be committed.
            transaction.registerSynchronization(new End(transaction));
            work.begun(transaction, new OpenWork.Begun("a transaction", Optional.of(Thread.currentThread()),
                    System.nanoTime()));
        } catch (SystemException | RollbackException | IllegalStateException ended) {
            log.debug("A transaction ended while it began", ended);
        }
    }

    private final class End implements Synchronization {

        private final Transaction transaction;

        End(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public void beforeCompletion() {
            work.cut(transaction).ifPresent(cut -> {
                throw new IsolationException(refusal(cut, "can't be committed"));
            });
        }

        @Override
        public void afterCompletion(int status) {
            work.ended(transaction);
        }
    }

    OpenWork<Transaction> work() {
        return work;
    }

    List<OpenWork.Begun> cutOff(String from) {
        return work.cutOff(from);
    }

    /** @return why the calling thread's transaction gets no connection; empty when it may have one */
    Optional<String> refusal() {
        if (!work.anyCut()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(manager.getTransaction()).flatMap(work::cut)
                    .map(cut -> refusal(cut, "gets no connection"));
        } catch (SystemException unknown) {
            log.debug("Whether there is a transaction can't be told", unknown);
            return Optional.empty();
        }
    }

    private static String refusal(OpenWork.Cut cut, String what) {
        return "This transaction " + what + ": it began " + cut.from() + ", which the application has left since. Let the work"
                + " end with its test class: wait for it in the test or in an @AfterAll method.";
    }
}
