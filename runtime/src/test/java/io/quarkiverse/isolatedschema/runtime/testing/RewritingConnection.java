package io.quarkiverse.isolatedschema.runtime.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A connection that asks the server something else than it is asked itself, so that the server gives an answer which
 * another one would give.
 */
public record RewritingConnection(Connection connection, List<String> asked) {

    /** @param rewriting makes what the server is asked of what was to be asked */
    public static RewritingConnection of(Connection real, UnaryOperator<String> rewriting) {
        List<String> asked = new ArrayList<>();
        UnaryOperator<String> noting = sql -> {
            asked.add(sql);
            return rewriting.apply(sql);
        };
        return new RewritingConnection(proxy(Connection.class, real, noting), asked);
    }

    private static <T> T proxy(Class<T> type, T real, UnaryOperator<String> rewriting) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (self, method, arguments) -> {
            boolean execute = method.getName().equals("execute") && arguments.length == 1;
            try {
                Object result = method.invoke(real,
                        execute ? new Object[] { rewriting.apply((String) arguments[0]) } : arguments);
                return result instanceof Statement statement && method.getName().equals("createStatement")
                        ? proxy(Statement.class, statement, rewriting)
                        : result;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }));
    }
}
