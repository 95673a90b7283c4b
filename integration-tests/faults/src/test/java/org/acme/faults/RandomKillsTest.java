package org.acme.faults;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.acme.faults.Server.Provisioning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Suites on a configured server are killed, one after the other, at moments that nobody has chosen. */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class RandomKillsTest {

    /** How many: {@code -Dfaults.kills=100}. */
    private static final int KILLS = Integer.getInteger("faults.kills", 6);

    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());

    @Test
    void nothingIsLeftAfterTheNextRun() throws Exception {
        System.out.println("Killing " + KILLS + " suites; again by -Dfaults.kills=" + KILLS + " -Dfaults.seed=" + SEED);
        Random random = new Random(SEED);
        try (Server server = Server.start()) {
            long millis = duration(server);
            for (int kill = 0; kill < KILLS; kill++) {
                Suite.Running suite = server.suite(Provisioning.values()[kill % 2]).start();
                Thread.sleep(random.nextLong(millis));
                suite.kill();
            }
            for (Provisioning provisioning : Provisioning.values()) {
                server.suite(provisioning).run().assertGood();
            }
            server.assertNothingLeft();
        }
    }

    /** How long a run takes that is not killed. */
    private static long duration(Server server) throws Exception {
        long start = System.nanoTime();
        server.suite(Provisioning.CLONE).run().assertGood();
        return (System.nanoTime() - start) / 1_000_000;
    }
}
