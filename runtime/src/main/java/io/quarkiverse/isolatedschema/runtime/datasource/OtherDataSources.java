package io.quarkiverse.isolatedschema.runtime.datasource;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.postgresql.ds.common.BaseDataSource;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.InstanceHandle;

/**
 * The data sources that the application makes by itself, as beans. Their URL is not redirected, and they are not rebound:
 * one on the user's own database would lead an isolated application there.
 */
public final class OtherDataSources {

    private static final Logger log = Logger.getLogger(OtherDataSources.class);

    private static final Set<InjectableBean.Kind> OF_THE_APPLICATION = Set.of(InjectableBean.Kind.CLASS,
            InjectableBean.Kind.PRODUCER_METHOD, InjectableBean.Kind.PRODUCER_FIELD);

    /** Where a bean can be looked at outside a request: it is the one, or one like the one, that the application uses. */
    private static final List<Class<?>> SCOPES = List.of(ApplicationScoped.class, Singleton.class, Dependent.class);

    private final JdbcUrl original;

    private final JdbcUrl boot;

    /**
     * @param original the URL that the application would have used
     * @param boot the URL of the boot lease
     */
    public OtherDataSources(JdbcUrl original, JdbcUrl boot) {
        this.original = original;
        this.boot = boot;
    }

    /**
     * Looks at every data source bean of the application; one that nobody has asked for yet is made for it.
     *
     * @throws IsolationException when one is on the user's own database
     */
    public void refuse() {
        for (var bean : Arc.container().beanManager().getBeans(DataSource.class, Any.Literal.INSTANCE)) {
            if (bean instanceof InjectableBean<?> injectable && OF_THE_APPLICATION.contains(injectable.getKind())
                    && SCOPES.contains(bean.getScope())) {
                url(injectable).ifPresent(url -> judge(injectable, url));
            }
        }
        tellOfReplacement();
    }

    /** An alternative of the application's own stands in for the default datasource, and so for ours. */
    private static void tellOfReplacement() {
        for (Class<? extends DataSource> type : List.of(AgroalDataSource.class, DataSource.class)) {
            InjectableBean<?> used = Arc.container().instance(type).getBean();
            if (used != null && OF_THE_APPLICATION.contains(used.getKind())) {
                log.warnf("The bean made by '%s' stands in for the default datasource, and it does not follow the test classes"
                        + " to their schemas: what they do through it is not isolated. Leave it out of tests that ask for"
                        + " isolation.", used.getBeanClass().getName());
                return;
            }
        }
    }

    private void judge(InjectableBean<?> bean, JdbcUrl url) {
        String maker = bean.getBeanClass().getName();
        if (url.leadsTo(boot, original)) {
            log.warnf("The application has a data source of its own, the bean made by '%s', that stays where the application"
                    + " booted and does not follow the test classes to their schemas. Let it use the default datasource.",
                    maker);
        } else if (url.sameDatabase(original)) {
            throw new IsolationException("The application has a data source of its own on database '" + url.database()
                    + "' itself, around the isolated schemas: the bean made by '" + maker + "'. Let it use the default"
                    + " datasource, or leave the bean out of tests.");
        }
    }

    /** Where the bean leads to, as far as that can be told; empty for what follows the leases. */
    private static Optional<JdbcUrl> url(InjectableBean<?> bean) {
        InstanceHandle<?> handle = Arc.container().instance(bean);
        try {
            Object dataSource = ClientProxy.unwrap(handle.get());
            return dataSource == null ? Optional.empty() : url((DataSource) dataSource).flatMap(JdbcUrl::parse);
        } catch (SQLException | RuntimeException failed) {
            log.debugf(failed, "Could not look at the data source made by '%s'", bean.getBeanClass().getName());
            return Optional.empty();
        } finally {
            if (bean.getScope() == Dependent.class) {
                handle.destroy();
            }
        }
    }

    private static Optional<String> url(DataSource dataSource) throws SQLException {
        if (dataSource.isWrapperFor(RebindableDataSource.class)) {
            return Optional.empty();
        }
        if (dataSource instanceof BaseDataSource driver) {
            return Optional.of(driver.getUrl());
        }
        if (dataSource instanceof AgroalDataSource pool) {
            return Optional.of(pool.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration()
                    .jdbcUrl());
        }
        return Optional.empty();
    }
}
