package io.quarkiverse.isolatedschema.runtime.recording;

import static io.quarkiverse.isolatedschema.runtime.recording.RecordedConnection.call;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.postgresql.copy.CopyIn;
import org.postgresql.core.QueryExecutor;

/**
 * Records what is sent to {@code COPY … FROM STDIN}. Every copy starts at the driver's query executor, from which Flyway, too,
 * makes a copy manager of its own.
 */
final class RecordedCopy implements InvocationHandler {

    private final CopyIn copy;

    private final String sql;

    private final SessionSettings settings;

    private final RecordedSession session;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private RecordedCopy(CopyIn copy, String sql, SessionSettings settings, RecordedSession session) {
        this.copy = copy;
        this.sql = sql;
        this.settings = settings;
        this.session = session;
    }

    /** The driver's query executor, with what is copied in recorded. */
    static QueryExecutor executor(QueryExecutor executor, RecordedSession session) {
        return (QueryExecutor) Proxy.newProxyInstance(RecordedCopy.class.getClassLoader(),
                new Class<?>[] { QueryExecutor.class },
                (proxy, method, args) -> method.getName().equals("startCopy") && session.runs()
                        ? start(executor, method, args, session)
                        : call(executor, method, args));
    }

    private static Object start(QueryExecutor executor, Method method, Object[] args, RecordedSession session)
            throws Throwable {
        SessionSettings settings = session.settings();
        Object started = call(executor, method, args);
        return started instanceof CopyIn copy
                ? Proxy.newProxyInstance(RecordedCopy.class.getClassLoader(), new Class<?>[] { CopyIn.class },
                        new RecordedCopy(copy, (String) args[0], settings, session))
                : started;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        Object result = call(copy, method, args);
        if (method.getName().equals("writeToCopy")) {
            if (args.length == 1) {
                session.add(Step.unreplayable(sql, "its data comes from a writer that may write only once"));
            } else {
                sent.write((byte[]) args[0], (int) args[1], (int) args[2]);
            }
        } else if (method.getName().equals("endCopy")) {
            session.add(Step.copy(sql, settings, sent.toByteArray()));
        }
        return result;
    }
}
