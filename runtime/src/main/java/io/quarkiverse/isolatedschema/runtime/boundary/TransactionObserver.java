package io.quarkiverse.isolatedschema.runtime.boundary;

import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionScoped;

import io.quarkiverse.isolatedschema.runtime.straggler.OpenTransactions;

/** Hears of every transaction that begins: Quarkus begins its scope then, in the thread that begins the transaction. */
@Singleton
public class TransactionObserver {

    private final OpenTransactions transactions;

    @Inject
    TransactionObserver(TransactionManager manager) {
        transactions = new OpenTransactions(manager);
    }

    /** @return the transactions heard of */
    public OpenTransactions transactions() {
        return transactions;
    }

    void begun(@Observes @Initialized(TransactionScoped.class) Object transaction) {
        transactions.begun();
    }
}
