package io.quarkiverse.isolatedschema.runtime;

/**
 * How the connections that the server allows are shared out among the pools, so that no pool finds the server full: that
 * of the current lease, that of a lease that goes, that of the boot lease, and the few of the leases prepared ahead. These are
 * of
 * two kinds at a time: for the classes that follow, and for the methods or snapshots of the class that runs.
 *
 * @param perLease the most connections that the pool of one lease may have; at least 1
 * @param depth how many leases of one kind are prepared ahead
 * @param ahead how many connections each of those opens
 */
record ConnectionBudget(int perLease, int depth, int ahead) {

    private static final int POOLS = 3;

    private static final int KINDS = 2;

    /** A lease that has fewer connections is worse than one that comes later. */
    private static final int ENOUGH = 5;

    /**
     * @param allowed how many connections there are for pools
     * @param depth how many leases should be prepared ahead; fewer are where connections are scarce
     * @param ahead how many connections each of those should open
     */
    static ConnectionBudget of(int allowed, int depth, int ahead) {
        int affordable = Math.max(0, (allowed - POOLS * ENOUGH) / Math.max(1, KINDS * ahead));
        int chosen = Math.min(depth, affordable);
        return new ConnectionBudget(Math.max(1, (allowed - KINDS * chosen * ahead) / POOLS), chosen, ahead);
    }
}
