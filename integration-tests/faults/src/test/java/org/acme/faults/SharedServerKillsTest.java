package org.acme.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Suites with one embedded server start at moments that nobody has chosen, and one or two of them are killed. */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class SharedServerKillsTest {

    private static final int SUITES = 4;

    /** How many: {@code -Dfaults.rounds=50}. */
    private static final int ROUNDS = Integer.getInteger("faults.rounds", 2);

    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @Test
    void whoIsNotKilledIsGoodAndNothingIsLeft() throws Exception {
        System.out.println(ROUNDS + " rounds; again by -Dfaults.rounds=" + ROUNDS + " -Dfaults.seed=" + SEED);
        try (EmbeddedPlace place = new EmbeddedPlace()) {
            long start = System.nanoTime();
            place.suite().run().assertGood();
            long millis = (System.nanoTime() - start) / 1_000_000;
            for (int round = 0; round < ROUNDS; round++) {
                round(place, millis);
            }
            // the last one alive may have been killed
            place.suite().run().assertGood();
            place.assertNothingLeft();
        }
    }

    private void round(EmbeddedPlace place, long millis) throws Exception {
        List<Suite.Running> suites = new ArrayList<>();
        for (int i = 0; i < SUITES; i++) {
            Thread.sleep(random.nextLong(millis / SUITES));
            suites.add(place.suite().start());
        }
        int kills = 1 + random.nextInt(2);
        for (int i = 0; i < kills; i++) {
            Thread.sleep(random.nextLong(millis));
            suites.remove(random.nextInt(suites.size())).kill();
        }
        for (Suite.Running survivor : suites) {
            survivor.awaitEnd().assertGood();
        }
    }
}
