package io.quarkiverse.isolatedschema.runtime.rollback;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.core.BaseConnection;

/**
 * One of the connections that a pool believes to have, where all share one. It is a proxy, so that it is whatever the driver's
 * connection is to callers but for its class.
 */
final class SharedConnection implements InvocationHandler {

    private final SharedSession session;

    private boolean readOnly;

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
                return open(proxy, method, args);
        }
    }

    private Object open(Object proxy, Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "unwrap":
                return ((Class<?>) args[0]).isInstance(proxy) ? proxy : call(session.physical(), method, args);
            case "isWrapperFor":
                return ((Class<?>) args[0]).isInstance(proxy) || (boolean) call(session.physical(), method, args);
            case "createStatement":
                return statement(Statement.class, proxy, method, args, null);
            case "prepareStatement":
                return statement(PreparedStatement.class, proxy, method, args, (String) args[0]);
            case "prepareCall":
                return statement(CallableStatement.class, proxy, method, args, (String) args[0]);
            case "getCopyAPI", "getLargeObjectAPI", "getFastpathAPI", "setSavepoint", "releaseSavepoint":
                return session.run(() -> true, () -> call(session.physical(), method, args));
            default:
                return transaction(method, args);
        }
    }

    private Object transaction(Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "getAutoCommit":
                return session.autoCommit();
            case "setAutoCommit":
                session.autoCommit((boolean) args[0]);
                return null;
            case "commit":
                session.commit();
                return null;
            case "rollback":
                if (args == null) {
                    session.rollback();
                    return null;
                }
                return session.run(() -> true, () -> call(session.physical(), method, args));
            case "isReadOnly":
                return readOnly;
            case "setReadOnly":
                readOnly = (boolean) args[0];
                return null;
            case "setTransactionIsolation":
                if (session.physical().getTransactionIsolation() != (int) args[0]) {
                    return isolation(method, args);
                }
                return null;
            default:
                return call(session.physical(), method, args);
        }
    }

    private Object isolation(Method method, Object[] args) throws Throwable {
        return session.run(() -> false, () -> {
            if (!session.physical().getAutoCommit()) {
                throw Refusals.isolation();
            }
            return call(session.physical(), method, args);
        });
    }

    private Object statement(Class<? extends Statement> type, Object proxy, Method method, Object[] args, String prepared)
            throws Throwable {
        return SharedStatement.of(type, (Connection) proxy, (Statement) call(session.physical(), method, args), prepared,
                session);
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
