package io.quarkiverse.isolatedschema.runtime.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;

import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.transaction.TransactionIntegration;
import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;
import io.quarkiverse.isolatedschema.runtime.provision.Lease;

class PoolClosedWhileConnectingTest {

    private static final CountDownLatch CONNECTING = new CountDownLatch(1);

    private static final CountDownLatch CLOSED = new CountDownLatch(1);

    private static final CountDownLatch DISCONNECTED = new CountDownLatch(1);

    @Test
    void theConnectionThatComesLateIsClosedToo() throws Exception {
        LeasePool pool = pool();
        assertThat(CONNECTING.await(10, TimeUnit.SECONDS)).as("the first connection is being opened").isTrue();

        pool.close();
        CLOSED.countDown();

        assertThat(DISCONNECTED.await(10, TimeUnit.SECONDS)).as("the late connection was closed").isTrue();
    }

    private static LeasePool pool() {
        AgroalDataSourceConfigurationSupplier prototype = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .connectionFactoryConfiguration(connections -> connections.connectionProviderClass(SlowDriver.class)));
        LeasePoolFactory pools = new LeasePoolFactory(prototype.get(), List.of(), new AgroalDataSourceListener() {
        }, TransactionIntegration::none, UnaryOperator.identity(), 1);
        return pools.create(new Lease("lease", "lease", JdbcUrl.parse("jdbc:postgresql://localhost/lease").get(), null));
    }

    /** Takes until the pool is closed, and like Postgres's does not mind being interrupted. */
    public static final class SlowDriver implements Driver {

        @Override
        public Connection connect(String url, Properties info) {
            CONNECTING.countDown();
            while (CLOSED.getCount() > 0) {
                try {
                    CLOSED.await();
                } catch (InterruptedException ignored) {
                    // The pool interrupts its threads when it is closed
                }
            }
            return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
                    (proxy, method, arguments) -> answer(method.getName(), method.getReturnType()));
        }

        private static Object answer(String method, Class<?> type) {
            if (method.equals("close")) {
                DISCONNECTED.countDown();
            }
            return type == int.class ? Connection.TRANSACTION_READ_COMMITTED : type == boolean.class ? false : null;
        }

        @Override
        public boolean acceptsURL(String url) {
            return true;
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }
}
