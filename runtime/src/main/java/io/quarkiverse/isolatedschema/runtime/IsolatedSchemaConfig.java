package io.quarkiverse.isolatedschema.runtime;

import java.time.Duration;
import java.util.Optional;

import io.quarkiverse.isolatedschema.Keep;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.provision.Provisioning;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerPolicy;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is decided when the application starts for tests. */
@ConfigMapping(prefix = "quarkus.isolated-schema")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface IsolatedSchemaConfig {

    /**
     * How the schemas of test classes are made.
     *
     * With `database-clone` each is the copy of a database made for the start of the application: exact, and as fast with a
     * thousand migrations as with one. With `replay` and `migrate` all of them lie in the database that the URL names, beside
     * what is there, and the role needs no more than the right to create schemas: `replay` runs once more the SQL that built
     * the first one when the application started, `migrate` applies the application's Flyway migrations to each.
     *
     * With `auto` databases are cloned where the role may create them, and on servers that Dev Services start; elsewhere
     * schemas are made by replay where that proves exact, else by migration.
     */
    @WithDefault("auto")
    Provisioning provisioning();

    /**
     * Who makes and drops databases, where the datasource's own role may not.
     */
    Admin admin();

    /**
     * The database made for each start of the application.
     */
    RunDatabase runDatabase();

    /**
     * The leases prepared ahead.
     */
    WarmPool warmPool();

    /**
     * The application's Flyway migrations.
     */
    Flyway flyway();

    /**
     * What happens to the schema of a test class between two of its test methods. `@IsolatedSchema(reset = …)` decides for one
     * class or method.
     */
    @WithDefault("none")
    ResetSchema reset();

    /**
     * When the schema of a test class survives it for a look: if the class has failed, always, or never.
     * `@IsolatedSchema(keep = …)` decides for one class.
     */
    @WithDefault("on-failure")
    KeepSchema keep();

    /**
     * The schemas kept for a look.
     */
    Kept kept();

    /**
     * How long work in progress, such as a scheduled job, may go on when the schema changes, before it is cut off.
     */
    @WithDefault("2S")
    Duration drainTimeout();

    /**
     * Whether a test class fails, in addition to the warning in the log, when work of it still goes on at its end and has to
     * be cut off.
     */
    @WithDefault("warn")
    StragglerPolicy stragglers();

    /**
     * How long somebody who asks for a connection waits at most while the template of the schemas is taken, right after
     * the application has started.
     */
    @WithDefault("60S")
    Duration parkTimeout();

    /** What happens to the schema of a test class between two of its test methods. */
    enum ResetSchema {

        /** Nothing: the methods of a class share its schema. */
        NONE(Reset.NONE),

        /** Rows and sequences are brought back to what they were before the first method. */
        WIPE(Reset.WIPE),

        /** Each method runs in one transaction, which is rolled back. */
        ROLLBACK(Reset.ROLLBACK),

        /** Each method gets a fresh schema of its own. */
        FRESH(Reset.FRESH);

        private final Reset reset;

        ResetSchema(Reset reset) {
            this.reset = reset;
        }

        /** @return the same for one class */
        public Reset reset() {
            return reset;
        }
    }

    /** When the schema of a test class survives it for a look. */
    enum KeepSchema {

        /** Never. */
        NEVER(Keep.NEVER),

        /** When a test or lifecycle method of the class, or the class itself has failed. */
        ON_FAILURE(Keep.ON_FAILURE),

        /** Always. */
        ALWAYS(Keep.ALWAYS);

        private final Keep keep;

        KeepSchema(Keep keep) {
            this.keep = keep;
        }

        /** @return the same for one class */
        public Keep keep() {
            return keep;
        }
    }

    /** The schemas kept for a look. */
    @ConfigGroup
    interface Kept {

        /**
         * How long a schema is kept, by the clock of the server. The next start of an application on that server drops it
         * then.
         */
        @WithDefault("PT24H")
        Duration maxAge();

        /**
         * How many schemas are kept at most; the oldest are dropped first. All that the same role has kept on the server
         * count, or in the database where no databases are created. With 0 none is kept.
         */
        @WithDefault("10")
        int maxCount();
    }

    /** Who makes and drops databases. */
    @ConfigGroup
    interface Admin {

        /**
         * The JDBC URL of the same server, for making and dropping databases. Without it, the datasource's own.
         */
        Optional<String> jdbcUrl();

        /**
         * The role that makes and drops databases. Without it, the datasource's own. What it makes belongs to the
         * datasource's role.
         */
        Optional<String> username();

        /**
         * The password of that role. Without it, the datasource's own.
         */
        Optional<String> password();
    }

    /** The database made for each start of the application. */
    @ConfigGroup
    interface RunDatabase {

        /**
         * The database that the run database is copied from. Without it, the one the URL names, as long as that is small.
         * Nobody may be connected to it while it is copied.
         */
        Optional<String> template();
    }

    /** The leases prepared ahead. */
    @ConfigGroup
    interface WarmPool {

        /**
         * How many schemas are prepared ahead, while a test class runs, for the classes that follow. With 0 each class
         * waits for its own. Fewer are where the server's connections are scarce, and none that no class is left for.
         */
        @WithDefault("1")
        int depth();

        /**
         * How many connections each schema that is prepared ahead opens, so that the first queries of a class find them
         * open and warm. More are opened when they are needed, up to `quarkus.datasource.jdbc.max-size`.
         */
        @WithDefault("1")
        int connections();
    }

    /** The application's Flyway migrations. */
    @ConfigGroup
    interface Flyway {

        /**
         * Whether migrations that are still pending after the application has started are applied before the template of
         * the schemas is taken.
         */
        @WithDefault("true")
        boolean migrateBeforeCapture();
    }
}
