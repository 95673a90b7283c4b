package io.quarkiverse.isolatedschema.runtime.flyway;

import java.util.Optional;

import javax.sql.DataSource;

import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import io.quarkiverse.isolatedschema.runtime.provision.Lease;
import io.quarkiverse.isolatedschema.runtime.provision.SchemaMigrations;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.flyway.runtime.FlywayContainer;
import io.quarkus.flyway.runtime.FlywayContainerUtil;

/**
 * The application's own Flyway, with its locations, placeholders, callbacks and customizers, its Java migrations and its
 * user, pointed at another schema.
 */
public final class FlywayMigrations implements SchemaMigrations {

    private final Flyway flyway;

    private final ClassLoader loader;

    private FlywayMigrations(Flyway flyway, ClassLoader loader) {
        this.flyway = flyway;
        this.loader = loader;
    }

    /**
     * Called by the thread that starts the application, whose class loader knows its migrations.
     *
     * @return the migrations of the default datasource; empty when it has none or the application has switched Flyway off
     */
    public static Optional<SchemaMigrations> ofDefaultDatasource() {
        if (!isActive()) {
            return Optional.empty();
        }
        return Optional.ofNullable(FlywayContainerUtil.getFlywayContainer(DataSourceUtil.DEFAULT_DATASOURCE_NAME))
                .filter(FlywayContainer::isHasMigrations).map(FlywayContainer::getFlyway)
                .map(flyway -> new FlywayMigrations(flyway, Thread.currentThread().getContextClassLoader()));
    }

    /** Whether the application has Flyway switched on for the default datasource. */
    static boolean isActive() {
        return ConfigProvider.getConfig().getOptionalValue("quarkus.flyway.active", Boolean.class).orElse(true);
    }

    @Override
    public void migrate(Lease lease, DataSource dataSource) {
        FluentConfiguration configuration = Flyway.configure(loader).configuration(flyway.getConfiguration())
                .schemas(lease.schema()).defaultSchema(lease.schema()).createSchemas(false);
        Optional<String> user = value("username");
        Optional<String> password = value("password");
        if (user.isPresent() && password.isPresent()) {
            configuration.dataSource(lease.url().toString(), user.get(), password.get());
        } else {
            configuration.dataSource(dataSource);
        }
        configuration.load().migrate();
    }

    private static Optional<String> value(String key) {
        return ConfigProvider.getConfig().getOptionalValue("quarkus.flyway." + key, String.class);
    }
}
