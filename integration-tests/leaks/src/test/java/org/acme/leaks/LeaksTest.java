package org.acme.leaks;

import static org.acme.leaks.probes.Reach.APPLICATION;
import static org.acme.leaks.probes.Reach.CONNECTION;
import static org.acme.leaks.probes.Reach.DATABASE;
import static org.acme.leaks.probes.Reach.HIBERNATE;
import static org.acme.leaks.probes.Reach.HOOK;
import static org.acme.leaks.probes.Reach.SERVER;

import java.util.EnumSet;
import java.util.Set;

import org.acme.leaks.fixtures.ForgetVisitsAtBoundary;
import org.acme.leaks.fixtures.LookingFixture;
import org.acme.leaks.fixtures.LookingWhereItBootedFixture;
import org.acme.leaks.fixtures.PlantingFixture;
import org.acme.leaks.fixtures.PlantingWhereItBootedFixture;
import org.acme.leaks.fixtures.ReusingDriver;
import org.acme.leaks.probes.Catalogue;
import org.acme.leaks.probes.Reach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.runtime.boundary.HibernateBoundary;

/** One class plants whatever a test can leave behind, others look for it: exactly what is documented gets through. */
class LeaksTest {

    private static final String PROVISIONING = "quarkus.isolated-schema.provisioning";

    /** What no provisioning isolates. */
    private static final Set<Reach> NEVER_ISOLATED = EnumSet.of(SERVER, APPLICATION);

    @Test
    void fromAnIsolatedClassToTheNextAndToTheBootLease() {
        Findings findings = Suite
                .of(PlantingFixture.class, LookingWhereItBootedFixture.class, LookingFixture.class).run();

        findings.assertFound(LookingWhereItBootedFixture.class, leaking(NEVER_ISOLATED));
        findings.assertFound(LookingFixture.class, leaking(NEVER_ISOLATED));
    }

    @Test
    void fromTheBootLeaseToAnIsolatedClass() {
        Findings findings = Suite.of(PlantingWhereItBootedFixture.class, LookingFixture.class).run();

        findings.assertFound(LookingFixture.class, leaking(NEVER_ISOLATED));
    }

    @Test
    void fromOneSchemaToTheNextInsideTheGivenDatabase() {
        Findings findings = Suite.of(PlantingFixture.class, LookingWhereItBootedFixture.class, LookingFixture.class)
                .with(PROVISIONING, "replay").run();

        findings.assertFound(LookingWhereItBootedFixture.class, leaking(NEVER_ISOLATED, DATABASE));
        findings.assertFound(LookingFixture.class, leaking(NEVER_ISOLATED, DATABASE));
    }

    @Test
    void everythingWithoutIsolation() throws Exception {
        try (Server server = new Server()) {
            Findings findings = server.usedBy(Suite.of(PlantingFixture.class, LookingFixture.class))
                    .with("quarkus.isolated-schema.enabled", "false").run();

            findings.assertFound(LookingFixture.class, leaking(EnumSet.allOf(Reach.class)));
        }
    }

    @Test
    void whatHibernateRemembersIfItIsNotTold() {
        runWithout(HibernateBoundary.class).assertFound(LookingFixture.class, leaking(NEVER_ISOLATED, HIBERNATE));
    }

    @Test
    void whatTheApplicationRemembersWithoutItsHook() {
        runWithout(ForgetVisitsAtBoundary.class).assertFound(LookingFixture.class, leaking(NEVER_ISOLATED, HOOK));
    }

    private static Findings runWithout(Class<?> type) {
        return Suite.of(PlantingFixture.class, LookingFixture.class).without(type).run();
    }

    /** One physical connection after the other is given to the pools of several classes. */
    @Test
    void whatConnectionsHoldIfTheyAreNotNew() {
        Findings findings = Suite.of(PlantingFixture.class, LookingFixture.class).with(PROVISIONING, "migrate")
                .with("quarkus.datasource.jdbc.driver", ReusingDriver.class.getName()).run();

        findings.assertFound(LookingFixture.class, leaking(NEVER_ISOLATED, DATABASE, CONNECTION));
    }

    private static Set<String> leaking(Set<Reach> always, Reach... more) {
        Set<Reach> reaches = EnumSet.copyOf(always);
        reaches.addAll(Set.of(more));
        return Catalogue.names(reaches);
    }
}
