package io.quarkiverse.isolatedschema.runtime.provision;

import java.util.function.Consumer;

import javax.sql.DataSource;

/** Opens connections to a lease as the application's datasource is configured, initial SQL and all. */
public interface LeaseConnections {

    /**
     * @param lease the lease
     * @param work uses a datasource that reaches it, which is closed when the work is done
     */
    void use(Lease lease, Consumer<DataSource> work);
}
