package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.recording.RecordedConnection.call;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.isolatedschema.runtime.sql.SqlStatement;

/**
 * A statement that is recorded when it succeeds. Bound parameters are recorded as the literals that the driver prints for
 * them.
 */
final class RecordedStatement implements InvocationHandler {

    private static final String UNPRINTABLE = "its parameters are bound by code and cannot be written as literals";

    private final Connection connection;

    private final Statement statement;

    private final String prepared;

    private final RecordedSession session;

    private final List<SqlStatement> batch = new ArrayList<>();

    private int batched;

    private boolean escapes = true;

    private boolean streams;

    private RecordedStatement(Connection connection, Statement statement, String prepared, RecordedSession session) {
        this.connection = connection;
        this.statement = statement;
        this.prepared = prepared;
        this.session = session;
    }

    /**
     * @param type what it is to callers
     * @param connection the recorded connection, to which it leads back
     * @param statement the driver's statement
     * @param prepared its SQL, null when that comes with each call
     * @param session records it
     */
    static Statement of(Class<? extends Statement> type, Connection connection, Statement statement, String prepared,
            RecordedSession session) {
        return (Statement) Proxy.newProxyInstance(RecordedStatement.class.getClassLoader(), new Class<?>[] { type },
                new RecordedStatement(connection, statement, prepared, session));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "unwrap" -> ((Class<?>) args[0]).isInstance(proxy) ? proxy : call(statement, method, args);
            case "isWrapperFor" -> ((Class<?>) args[0]).isInstance(proxy) || (boolean) call(statement, method, args);
            case "getConnection" -> connection;
            default -> session.runs() ? recorded(method, args) : call(statement, method, args);
        };
    }

    private Object recorded(Method method, Object[] args) throws Throwable {
        String name = method.getName();
        switch (name) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate":
                return session.run(statements(args), false, () -> call(statement, method, args));
            case "addBatch":
                addBatch(args);
                return call(statement, method, args);
            case "clearBatch":
                clearBatch();
                return call(statement, method, args);
            case "executeBatch", "executeLargeBatch":
                List<SqlStatement> all = prepared == null ? List.copyOf(batch) : batched == 0 ? List.of() : bound(true);
                clearBatch();
                return session.run(all, true, () -> call(statement, method, args));
            case "setEscapeProcessing":
                escapes = (boolean) args[0];
                return call(statement, method, args);
            case "clearParameters":
                streams = false;
                return call(statement, method, args);
            default:
                streams |= name.startsWith("set") && args != null && args.length > 1 && streamed(name, args[1]);
                return call(statement, method, args);
        }
    }

    /** Streams can be read only once, and large objects are numbers of something that lies elsewhere. */
    private static boolean streamed(String setter, Object value) {
        return setter.endsWith("lob") || value instanceof InputStream || value instanceof Reader || value instanceof Blob
                || value instanceof Clob;
    }

    private List<SqlStatement> statements(Object[] args) throws SQLException {
        return prepared == null ? session.parse((String) args[0], escapes) : bound(batched == 0);
    }

    /** The driver prints a prepared batch as a whole, so it is asked only when that runs. */
    private void addBatch(Object[] args) throws SQLException {
        if (prepared == null) {
            batch.addAll(session.parse((String) args[0], escapes));
        }
        batched++;
    }

    private void clearBatch() {
        batch.clear();
        batched = 0;
    }

    /**
     * @param printed whether the driver prints what is about to run: with a batch waiting, it prints only that
     */
    private List<SqlStatement> bound(boolean printed) throws SQLException {
        String literal = statement.toString();
        List<SqlStatement> statements = session.parse(literal, false);
        return printed && !streams
                && session.words(literal).questionMarks() == session.operators(prepared) * Math.max(1, batched) ? statements
                        : statements.stream().map(each -> each.unprintable(UNPRINTABLE)).toList();
    }
}
