package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.rollback.SharedConnection.call;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A statement of a {@link SharedConnection}: runs when its session's turn has come. */
final class SharedStatement implements InvocationHandler {

    private final Connection connection;

    private final Statement statement;

    private final String prepared;

    private final SharedSession session;

    private final List<String> batch = new ArrayList<>();

    private SharedStatement(Connection connection, Statement statement, String prepared, SharedSession session) {
        this.connection = connection;
        this.statement = statement;
        this.prepared = prepared;
        this.session = session;
    }

    /**
     * @param type what it is to callers
     * @param connection the connection to which it leads back
     * @param statement the driver's statement
     * @param prepared its SQL, null when that comes with each call
     * @param session runs it
     */
    static Statement of(Class<? extends Statement> type, Connection connection, Statement statement, String prepared,
            SharedSession session) {
        return (Statement) Proxy.newProxyInstance(SharedStatement.class.getClassLoader(), new Class<?>[] { type },
                new SharedStatement(connection, statement, prepared, session));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return proxy == args[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "unwrap":
                return ((Class<?>) args[0]).isInstance(proxy) ? proxy : call(statement, method, args);
            case "isWrapperFor":
                return ((Class<?>) args[0]).isInstance(proxy) || (boolean) call(statement, method, args);
            case "getConnection":
                return connection;
            case "addBatch":
                if (prepared == null) {
                    batch.add((String) args[0]);
                }
                return call(statement, method, args);
            case "clearBatch":
                batch.clear();
                return call(statement, method, args);
            case "executeBatch", "executeLargeBatch":
                return batch(method, args);
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate":
                String sql = prepared == null ? (String) args[0] : prepared;
                return session.run(() -> session.kinds().writes(sql), () -> call(statement, method, args));
            default:
                return call(statement, method, args);
        }
    }

    private Object batch(Method method, Object[] args) throws Throwable {
        List<String> all = prepared == null ? List.copyOf(batch) : List.of(prepared);
        batch.clear();
        return session.run(() -> writes(all), () -> call(statement, method, args));
    }

    private boolean writes(List<String> all) throws SQLException {
        boolean any = false;
        for (String sql : all) {
            any |= session.kinds().writes(sql);
        }
        return any;
    }
}
