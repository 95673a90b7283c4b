package io.quarkiverse.isolatedschema.runtime.datasource;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.agroal.pool.DataSource;
import io.quarkus.agroal.runtime.AgroalOpenTelemetryWrapper;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.arc.InjectableBean;

/**
 * Reads off the datasource that Quarkus itself made how the application wants its pool, and closes it: its place is taken
 * by {@link RebindableDataSource}.
 */
public final class ApplicationDataSource {

    private ApplicationDataSource() {
    }

    /**
     * @param maxSize the most connections a pool may have, whatever is configured
     * @return makes pools like that of the default datasource
     */
    public static LeasePoolFactory pools(int maxSize) {
        AgroalDataSource original = original();
        AgroalDataSourceConfiguration prototype = original.getConfiguration();
        boolean traced = !(original instanceof DataSource);
        original.close();
        return new LeasePoolFactory(prototype, interceptors(), new PoolEventLog(), transactions(prototype),
                traced ? Arc.container().instance(AgroalOpenTelemetryWrapper.class).get()::apply : UnaryOperator.identity(),
                maxSize);
    }

    /** The bean that ours is the alternative of; looked up by hand, since every other way leads to the alternative. */
    private static AgroalDataSource original() {
        ArcContainer container = Arc.container();
        Bean<?> bean = container.beanManager().getBeans(AgroalDataSource.class, Default.Literal.INSTANCE).stream()
                .filter(candidate -> candidate instanceof InjectableBean<?> injectable
                        && injectable.getKind() == InjectableBean.Kind.SYNTHETIC && !candidate.isAlternative())
                .findFirst().orElseThrow();
        return (AgroalDataSource) container.getActiveContext(bean.getScope()).get(typed(bean),
                container.beanManager().createCreationalContext(typed(bean)));
    }

    @SuppressWarnings("unchecked")
    private static Bean<Object> typed(Bean<?> bean) {
        return (Bean<Object>) bean;
    }

    private static List<AgroalPoolInterceptor> interceptors() {
        return Arc.container().select(AgroalPoolInterceptor.class, Any.Literal.INSTANCE)
                .select(Default.Literal.INSTANCE).stream().toList();
    }

    private static Supplier<TransactionIntegration> transactions(AgroalDataSourceConfiguration prototype) {
        if (!(prototype.connectionPoolConfiguration()
                .transactionIntegration() instanceof NarayanaTransactionIntegration)) {
            return TransactionIntegration::none;
        }
        TransactionManager manager = Arc.container().instance(TransactionManager.class).get();
        TransactionSynchronizationRegistry registry = Arc.container()
                .instance(TransactionSynchronizationRegistry.class).get();
        return () -> new NarayanaTransactionIntegration(manager, registry, null, false, null);
    }
}
