package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.rollback.SharedConnection.call;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.postgresql.PGStatement;

/** A statement of a {@link SharedConnection}: runs when its session's turn has come. */
final class SharedStatement implements InvocationHandler {

    private final Connection connection;

    private final Statement statement;

    private final String prepared;

    private final SharedSession session;

    private final List<String> batch = new ArrayList<>();

    private int fetchSize;

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
        return (Statement) Proxy.newProxyInstance(SharedStatement.class.getClassLoader(),
                new Class<?>[] { type, PGStatement.class },
                new SharedStatement(connection, statement, prepared, session));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "unwrap" -> unwrap(proxy, (Class<?>) args[0]);
            case "isWrapperFor" -> ((Class<?>) args[0]).isInstance(proxy);
            case "getConnection" -> connection;
            case "getFetchSize" -> fetchSize;
            case "setFetchSize" -> fetchAll(method, args);
            case "addBatch", "clearBatch" -> batch(method, args);
            case "executeBatch", "executeLargeBatch" -> executeBatch(method, args);
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> execute(method, args);
            case "getParameterMetaData", "getMetaData" ->
                session.run(() -> Effect.READS, () -> call(statement, method, args));
            case "setBlob", "setClob" -> session.run(() -> Effect.OPAQUE, () -> call(statement, method, args));
            default -> rows(call(statement, method, args));
        };
    }

    private static Object unwrap(Object proxy, Class<?> type) throws SQLException {
        if (!type.isInstance(proxy)) {
            throw Refusals.unwrapped(type);
        }
        return proxy;
    }

    /**
     * Rows are never fetched part by part: outside of a turn, a failure would end the transaction of the method. The driver
     * looks whether the size is one.
     */
    private Object fetchAll(Method method, Object[] args) throws Throwable {
        call(statement, method, args);
        statement.setFetchSize(0);
        fetchSize = (int) args[0];
        return null;
    }

    private Object execute(Method method, Object[] args) throws Throwable {
        String sql = prepared == null ? (String) args[0] : prepared;
        return rows(session.run(() -> session.kinds().of(sql), () -> call(statement, method, args)));
    }

    private Object rows(Object result) throws SQLException {
        return result instanceof ResultSet rows && rows.getConcurrency() == ResultSet.CONCUR_UPDATABLE
                ? SharedRows.of(rows, session)
                : result;
    }

    private Object batch(Method method, Object[] args) throws Throwable {
        if (method.getName().equals("clearBatch")) {
            batch.clear();
        } else if (prepared == null) {
            batch.add((String) args[0]);
        }
        return call(statement, method, args);
    }

    private Object executeBatch(Method method, Object[] args) throws Throwable {
        List<String> all = prepared == null ? List.copyOf(batch) : List.of(prepared);
        batch.clear();
        return session.run(() -> effect(all), () -> call(statement, method, args));
    }

    private Effect effect(List<String> all) throws SQLException {
        Effect effect = Effect.READS;
        for (String sql : all) {
            effect = effect.and(session.kinds().of(sql));
        }
        return effect;
    }
}
