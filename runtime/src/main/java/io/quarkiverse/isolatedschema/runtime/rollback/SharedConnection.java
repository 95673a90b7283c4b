package io.quarkiverse.isolatedschema.runtime.rollback;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.core.BaseConnection;
import org.postgresql.largeobject.LargeObjectManager;

/**
 * One of the connections that a pool believes to have, where all share one. It is a proxy, so that it is whatever the driver's
 * connection is to callers but for its class.
 */
final class SharedConnection implements InvocationHandler {

    private static final String NO_TRANSACTION = "25P01";

    private final SharedSession session;

    private LargeObjectManager largeObjects;

    private boolean closed;

    private SharedConnection(SharedSession session) {
        this.session = session;
    }

    static Connection of(SharedSession session) {
        return (Connection) Proxy.newProxyInstance(SharedConnection.class.getClassLoader(),
                new Class<?>[] { BaseConnection.class }, new SharedConnection(session));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return proxy == args[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "isClosed":
                return closed || session.physical().isClosed();
            case "isValid":
                return !closed && !session.physical().isClosed();
            case "close", "abort":
                close();
                return null;
            default:
                if (closed) {
                    throw new SQLException("This connection has been closed.", "08003");
                }
                return open((BaseConnection) proxy, method, args);
        }
    }

    private Object open(BaseConnection proxy, Method method, Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "unwrap" -> unwrap(proxy, (Class<?>) args[0]);
            case "isWrapperFor" -> ((Class<?>) args[0]).isInstance(proxy);
            case "createStatement" -> statement(Statement.class, proxy, method, args, null);
            case "prepareStatement" -> statement(PreparedStatement.class, proxy, method, args, (String) args[0]);
            case "prepareCall" -> statement(CallableStatement.class, proxy, method, args, (String) args[0]);
            case "getMetaData" -> SharedMetaData.of(proxy, (DatabaseMetaData) call(session.physical(), method, args), session);
            case "getCopyAPI" -> new SharedCopies(session);
            case "getFastpathAPI" -> new SharedFastpath(proxy, session);
            case "getLargeObjectAPI" -> largeObjects(proxy);
            case "getTransactionIsolation", "getSchema", "createArrayOf", "createStruct" -> run(Effect.READS, method, args);
            case "setSchema", "setClientInfo", "execSQLQuery", "execSQLUpdate", "alterUserPassword" ->
                run(Effect.WRITES, method, args);
            case "setTransactionIsolation" -> isolation(method, args);
            default -> transaction(method, args);
        };
    }

    private Object transaction(Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "getAutoCommit":
                return session.autoCommit();
            case "setAutoCommit":
                session.autoCommit((boolean) args[0]);
                return null;
            case "commit":
                refuseAlone("Cannot commit when autoCommit is enabled.");
                session.commit();
                return null;
            case "rollback":
                refuseAlone("Cannot rollback when autoCommit is enabled.");
                if (args == null) {
                    session.rollback();
                    return null;
                }
                return run(Effect.WRITES, method, args);
            case "setSavepoint":
                refuseAlone("Cannot establish a savepoint in auto-commit mode.");
                return run(Effect.WRITES, method, args);
            case "releaseSavepoint":
                return run(Effect.WRITES, method, args);
            case "isReadOnly":
                return session.readOnly();
            case "setReadOnly":
                session.readOnly((boolean) args[0]);
                return null;
            default:
                return call(session.physical(), method, args);
        }
    }

    /** As the driver does. */
    private void refuseAlone(String message) throws SQLException {
        if (session.autoCommit()) {
            throw new SQLException(message, NO_TRANSACTION);
        }
    }

    private Object run(Effect effect, Method method, Object[] args) throws Throwable {
        return session.run(() -> effect, () -> call(session.physical(), method, args));
    }

    /** The driver's own connection is nobody's: it could end the transaction of the method. */
    private static Object unwrap(Object proxy, Class<?> type) throws SQLException {
        if (!type.isInstance(proxy)) {
            throw Refusals.unwrapped(type);
        }
        return proxy;
    }

    private Object largeObjects(BaseConnection proxy) throws SQLException {
        if (largeObjects == null) {
            largeObjects = new LargeObjectManager(proxy);
        }
        return largeObjects;
    }

    private Object isolation(Method method, Object[] args) throws Throwable {
        return session.run(() -> Effect.READS, () -> {
            if (session.physical().getTransactionIsolation() == (int) args[0]) {
                return null;
            }
            if (!session.isPreparing()) {
                throw Refusals.isolation();
            }
            return call(session.physical(), method, args);
        });
    }

    private Object statement(Class<? extends Statement> type, Connection proxy, Method method, Object[] args, String prepared)
            throws Throwable {
        return SharedStatement.of(type, proxy, (Statement) call(session.physical(), method, args), prepared, session);
    }

    private void close() throws SQLException {
        if (!closed) {
            closed = true;
            session.rollback();
        }
    }

    static Object call(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
