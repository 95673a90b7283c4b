package io.quarkiverse.isolatedschema.runtime.test;

import java.util.Optional;

import org.junit.platform.commons.support.AnnotationSupport;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.Keep;
import io.quarkiverse.isolatedschema.runtime.Leases;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.straggler.Stragglers;

/**
 * Decides whether a lease is kept when its test class gives it back. Some failures are known only when the class is over
 * altogether, which is after that: those of other extensions' callbacks, and of a class that could not be made. So what is
 * not kept at once is looked at once more before the next class.
 */
final class KeepDecision {

    private final Keep configured;

    private Class<?> undecided;

    private Lease undecidedLease;

    private boolean keptOwn;

    /** @param configured when leases are kept of classes that don't say it themselves */
    KeepDecision(Keep configured) {
        this.configured = configured == Keep.DEFAULT ? Keep.ON_FAILURE : configured;
    }

    /**
     * Gives the current lease back, and keeps it if that is due.
     *
     * @param leases takes it back
     * @param testClass the class that holds it
     * @param failed whether that is known to have failed
     * @param methodsHaveTheirOwn whether no method of it works in that lease; then it is of no interest where that of a method
     *        is kept
     * @return what still ran in it, and was cut off
     */
    Stragglers giveBack(Leases leases, Class<?> testClass, boolean failed, boolean methodsHaveTheirOwn) {
        boolean nothingToSee = methodsHaveTheirOwn && keptOwn;
        keptOwn = false;
        Optional<Lease> lease = leases.current();
        boolean failing = true;
        try {
            Stragglers stragglers = leases.giveBack();
            failing = failed || FailedTestClasses.contain(testClass);
            return stragglers;
        } finally {
            if (lease.isPresent() && (!nothingToSee || keep(testClass) == Keep.ALWAYS)) {
                decide(leases, testClass, lease.get(), failing);
            }
        }
    }

    private void decide(Leases leases, Class<?> testClass, Lease lease, boolean failed) {
        Keep keep = keep(testClass);
        if (keep == Keep.ALWAYS || keep == Keep.ON_FAILURE && failed) {
            leases.keep(lease, TestClassLeases.name(testClass), failed);
        } else if (keep == Keep.ON_FAILURE) {
            undecided = testClass;
            undecidedLease = lease;
        }
    }

    /**
     * Keeps a lease that a method had for itself, if that is due. Only what fails a method before it is over is heard of.
     *
     * @param leases keeps it
     * @param testClass the class that holds the lease its methods share
     * @param method the name of the method
     * @param lease that of the method, which is given back
     * @param failed whether the method has failed
     */
    void keepOwn(Leases leases, Class<?> testClass, String method, Lease lease, boolean failed) {
        Keep keep = keep(testClass);
        if (keep == Keep.ALWAYS || keep == Keep.ON_FAILURE && failed) {
            keptOwn = true;
            leases.keep(lease, method, failed);
        }
    }

    /**
     * Looks once more at the lease that was given back last.
     *
     * @param leases keeps it
     */
    void decideAnew(Leases leases) {
        if (undecided != null && FailedTestClasses.contain(undecided)) {
            leases.keep(undecidedLease, TestClassLeases.name(undecided), true);
        }
        undecided = null;
        undecidedLease = null;
    }

    /** What the class says, or an annotation or a class around it, else what is configured. */
    private Keep keep(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            Optional<IsolatedSchema> annotation = AnnotationSupport.findAnnotation(type, IsolatedSchema.class);
            if (annotation.isPresent()) {
                return annotation.get().keep() == Keep.DEFAULT ? configured : annotation.get().keep();
            }
        }
        return configured;
    }
}
