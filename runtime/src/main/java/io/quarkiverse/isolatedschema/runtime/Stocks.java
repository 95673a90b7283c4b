package io.quarkiverse.isolatedschema.runtime;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

import org.jboss.logging.Logger;

import io.quarkiverse.isolatedschema.runtime.datasource.LeasePool;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioner;

/**
 * All that the leases of one run are made of: what the application holds after its start, the same with test data that several
 * classes want, and what only the class that runs now wants.
 */
public final class Stocks implements AutoCloseable {

    private static final Logger log = Logger.getLogger(Stocks.class);

    private final LeasePoolFactory pools;

    private final Background background;

    private final Ahead ahead;

    private final WipeAhead wipes;

    private final Map<FixtureSet, Stock> byFixtures = new HashMap<>();

    /** Filled by the background, too. */
    private final List<Stock> all = new CopyOnWriteArrayList<>();

    /**
     * How many leases are prepared ahead.
     *
     * @param depth the most there are of one kind; 0 for none
     * @param connections how many connections each of them opens
     * @param demand how many of the next leases, up to that depth, are wanted with a set of fixtures
     * @param wiped whether some of these are wanted by classes that begin with a wipe
     */
    public record Ahead(int depth, int connections, ToIntFunction<FixtureSet> demand, BooleanSupplier wiped) {
    }

    Stocks(Provisioner provisioner, LeasePoolFactory pools, Background background, Ahead ahead, Duration patience) {
        this.pools = pools;
        this.background = background;
        this.ahead = ahead;
        this.wipes = new WipeAhead(ahead.wiped(), patience);
        add(FixtureSet.NONE, provisioner);
    }

    /** What the application holds after its start. */
    Stock base() {
        return byFixtures.get(FixtureSet.NONE);
    }

    /** Empty when nobody has loaded these yet. */
    Optional<Stock> of(FixtureSet fixtures) {
        return Optional.ofNullable(byFixtures.get(fixtures));
    }

    /** Leases with test data, for whoever wants these. */
    Stock add(FixtureSet fixtures, Provisioner provisioner) {
        Stock stock = new Stock(provisioner, pools, background,
                new WarmPool.Size(ahead.depth(), ahead.connections(), () -> ahead.demand().applyAsInt(fixtures)),
                wipes);
        byFixtures.put(fixtures, stock);
        all.add(stock);
        return stock;
    }

    /** Leases that only one class wants, as many as there may be. */
    Stock addForOneClass(Provisioner provisioner) {
        Stock stock = new Stock(provisioner, pools, background,
                new WarmPool.Size(ahead.depth(), ahead.connections(), ahead::depth), WipeAhead.NEVER);
        all.add(stock);
        return stock;
    }

    /** The class is over: nothing more is made of that. Done in the background. */
    void remove(Stock stock, Consumer<LeasePool> unused) {
        all.remove(stock);
        background.execute(() -> {
            stock.empty().forEach(unused);
            try {
                stock.provisioner().discard();
            } catch (SQLException refused) {
                log.debug("A template that nobody wants any more stays until the end of the run", refused);
            }
        });
    }

    /** Has leases of all kinds prepared. */
    void fill() {
        all.forEach(Stock::fill);
    }

    /** Takes out all leases that are ready, since they are of no use any more. */
    List<LeasePool> empty() {
        List<LeasePool> ready = new ArrayList<>();
        all.forEach(stock -> ready.addAll(stock.empty()));
        return ready;
    }

    /** To be called after the background's end. */
    @Override
    public void close() {
        all.forEach(Stock::close);
    }
}
