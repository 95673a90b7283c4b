package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.rollback.SharedConnection.call;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;

/** What a {@link SharedConnection} tells of its database: queries wait for their turn like any others. */
final class SharedMetaData {

    private SharedMetaData() {
    }

    static DatabaseMetaData of(Connection connection, DatabaseMetaData metaData, SharedSession session) {
        return (DatabaseMetaData) Proxy.newProxyInstance(SharedMetaData.class.getClassLoader(),
                new Class<?>[] { DatabaseMetaData.class }, (proxy, method, args) -> {
                    if (method.getName().equals("getConnection")) {
                        return connection;
                    }
                    return method.getReturnType() == ResultSet.class
                            ? session.run(() -> Effect.READS, () -> call(metaData, method, args))
                            : call(metaData, method, args);
                });
    }
}
