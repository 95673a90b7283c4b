package io.quarkiverse.isolatedschema.runtime.testing;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.transaction.TransactionIntegration;
import io.quarkiverse.isolatedschema.runtime.datasource.LeasePoolFactory;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

/** Makes pools as for an application with an unremarkable datasource. */
public final class Pools {

    private Pools() {
    }

    /** The configuration of a datasource that points at the user's own database. */
    public static AgroalDataSourceConfigurationSupplier prototype(Run application) {
        return new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(10).acquisitionTimeout(Duration.ofSeconds(10))
                        .connectionFactoryConfiguration(connections -> connections
                                .jdbcUrl(application.request().original().toString())
                                .principal(new NamePrincipal(application.role()))));
    }

    /** Makes pools of up to ten connections. */
    public static LeasePoolFactory of(Run application) {
        return of(prototype(application));
    }

    public static LeasePoolFactory of(AgroalDataSourceConfigurationSupplier prototype) {
        return new LeasePoolFactory(prototype.get(), List.of(), new AgroalDataSourceListener() {
        }, TransactionIntegration::none, UnaryOperator.identity(), 20);
    }

    /** A lease with a name and nothing else, in the application's own database. */
    public static Lease lease(Run application, String schema) {
        return new Lease(application.database(), schema, application.request().original().withSearchPath(schema),
                application.request().application());
    }
}
