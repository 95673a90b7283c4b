package io.quarkiverse.isolatedschema.runtime.testing;

import jakarta.transaction.TransactionManager;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;

import io.quarkiverse.isolatedschema.runtime.provision.Run;
import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;
import io.quarkiverse.isolatedschema.runtime.straggler.OpenTransactions;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerFence;
import io.quarkiverse.isolatedschema.runtime.straggler.ThreadTrails;

/** Makes the fence of an application that has Narayana's transactions, as every application with a pool has. */
public final class Fences {

    private Fences() {
    }

    /** Narayana's own transaction manager, which keeps its records in memory. */
    public static TransactionManager transactions() {
        for (String store : new String[] { null, "stateStore", "communicationStore" }) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreType(VolatileStore.class.getName());
        }
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    /** Nobody tells it of transactions. */
    public static StragglerFence of(Run run, JobRuns jobs) {
        return of(run, jobs, new OpenTransactions(transactions()), () -> {
        });
    }

    public static StragglerFence of(Run run, JobRuns jobs, OpenTransactions transactions, Runnable wentOn) {
        return new StragglerFence(transactions, jobs, new ThreadTrails(run.bootLease(), wentOn));
    }
}
