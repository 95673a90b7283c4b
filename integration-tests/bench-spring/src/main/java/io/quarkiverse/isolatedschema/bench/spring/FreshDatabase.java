package io.quarkiverse.isolatedschema.bench.spring;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;

import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseProvider;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode;

/** A test class as the library's users write it: a fresh database before each class, migrated by Flyway. */
@ContextConfiguration(classes = FreshDatabase.Application.class)
@AutoConfigureEmbeddedDatabase(type = DatabaseType.POSTGRES, provider = DatabaseProvider.ZONKY, refresh = RefreshMode.BEFORE_CLASS)
class FreshDatabase {

    /** The system property that tells where the migrations are. */
    static final String MIGRATIONS = "bench.migrations";

    /** The application. */
    @Configuration
    static class Application {

        @Bean(initMethod = "migrate")
        Flyway flyway(DataSource dataSource) {
            return Flyway.configure().dataSource(dataSource)
                    .locations("filesystem:" + System.getProperty(MIGRATIONS)).load();
        }
    }
}
