package io.quarkiverse.isolatedschema.runtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureLoader;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureScript;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkiverse.isolatedschema.spi.FixtureGenerator;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;

/** Loads fixtures with the scripts of the class path and the beans of the application under test. */
final class ApplicationFixtures implements FixtureLoader {

    @Override
    public void load(FixtureSet set, Opening opening) {
        for (FixtureSet.Step step : set.steps()) {
            run(step.scripts(), opening);
            step.generators().forEach(ApplicationFixtures::generate);
        }
    }

    private static void run(List<String> scripts, Opening opening) {
        if (scripts.isEmpty()) {
            return;
        }
        List<FixtureScript> all = scripts.stream().map(name -> FixtureScript.of(name, ApplicationFixtures::resource)).toList();
        try (Connection connection = opening.open()) {
            all.forEach(script -> script.run(connection));
        } catch (SQLException refused) {
            throw new IsolationException("Script '" + scripts.get(0) + "' cannot be run, because there is no connection to the"
                    + " schema: " + refused.getMessage() + ". Look at the server's log and its 'max_connections'.", refused);
        }
    }

    private static Optional<java.io.InputStream> resource(String name) {
        return Optional.ofNullable(Thread.currentThread().getContextClassLoader().getResourceAsStream(name));
    }

    private static void generate(Class<? extends FixtureGenerator> type) {
        try (InstanceHandle<? extends FixtureGenerator> generator = Arc.container().instance(type)) {
            if (!generator.isAvailable()) {
                throw new IsolationException("Fixture generator '" + type.getName() + "' is not a bean of the application. Give"
                        + " it a scope, such as @Singleton or @ApplicationScoped.");
            }
            generator.get().generate(Arc.container().instance(SchemaLease.class).get());
        } catch (IsolationException told) {
            throw told;
        } catch (Exception failed) {
            throw new IsolationException("Fixture generator '" + type.getName() + "' failed: " + failed
                    + ". The schema cannot be used without what it makes; mend the generator.", failed);
        }
    }
}
