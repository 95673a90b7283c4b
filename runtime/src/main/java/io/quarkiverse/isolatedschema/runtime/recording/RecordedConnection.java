package io.quarkiverse.isolatedschema.runtime.recording;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgConnection;

import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement;

/**
 * A connection whose statements are recorded. It is a proxy, so that it is whatever the driver's connection is to callers
 * but for its class, and follows new methods of JDBC.
 */
final class RecordedConnection implements InvocationHandler {

    private final PgConnection connection;

    private final RecordedSession session;

    private RecordedConnection(PgConnection connection, Recording recording) {
        this.connection = connection;
        this.session = new RecordedSession(connection, recording);
    }

    static Connection of(PgConnection connection, Recording recording) {
        return (Connection) Proxy.newProxyInstance(RecordedConnection.class.getClassLoader(),
                new Class<?>[] { BaseConnection.class }, new RecordedConnection(connection, recording));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "unwrap" -> ((Class<?>) args[0]).isInstance(proxy) ? proxy : call(connection, method, args);
            case "isWrapperFor" -> ((Class<?>) args[0]).isInstance(proxy) || (boolean) call(connection, method, args);
            case "createStatement" -> RecordedStatement.of(Statement.class, (Connection) proxy,
                    (Statement) call(connection, method, args), null, session);
            case "prepareStatement" -> RecordedStatement.of(PreparedStatement.class, (Connection) proxy,
                    (Statement) call(connection, method, args), (String) args[0], session);
            case "prepareCall" -> RecordedStatement.of(CallableStatement.class, (Connection) proxy,
                    (Statement) call(connection, method, args), (String) args[0], session);
            default -> session.runs() ? recorded(proxy, method, args) : call(connection, method, args);
        };
    }

    private Object recorded(Object proxy, Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "commit", "setAutoCommit":
                return session.end(true, () -> call(connection, method, args));
            case "rollback":
                return rollback(method, args);
            case "releaseSavepoint":
                String released = name((Savepoint) args[0]);
                call(connection, method, args);
                session.release(released);
                return null;
            case "setSavepoint":
                Savepoint savepoint = (Savepoint) call(connection, method, args);
                session.savepoint(name(savepoint));
                return savepoint;
            case "getCopyAPI":
                return new CopyManager((BaseConnection) proxy);
            case "getQueryExecutor":
                return RecordedCopy.executor(connection.getQueryExecutor(), session);
            case "getLargeObjectAPI", "getFastpathAPI":
                session.add(Step.unreplayable(method.getName() + "()", SqlStatement.LARGE_OBJECTS));
                return call(connection, method, args);
            default:
                return call(connection, method, args);
        }
    }

    private Object rollback(Method method, Object[] args) throws Throwable {
        if (args == null) {
            return session.end(false, () -> call(connection, method, args));
        }
        String name = name((Savepoint) args[0]);
        call(connection, method, args);
        session.rollbackTo(name);
        return null;
    }

    private static String name(Savepoint savepoint) {
        try {
            return savepoint.getSavepointName();
        } catch (SQLException unnamed) {
            return "savepoint of JDBC " + System.identityHashCode(savepoint);
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
