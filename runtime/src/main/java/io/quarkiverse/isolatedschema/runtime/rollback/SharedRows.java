package io.quarkiverse.isolatedschema.runtime.rollback;

import static io.quarkiverse.isolatedschema.runtime.rollback.SharedConnection.call;

import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.util.Set;

/** Rows that can be changed where they are read: changing them is a statement of its own. */
final class SharedRows {

    private static final Set<String> CHANGES = Set.of("insertRow", "updateRow", "deleteRow", "refreshRow");

    private SharedRows() {
    }

    static ResultSet of(ResultSet rows, SharedSession session) {
        return (ResultSet) Proxy.newProxyInstance(SharedRows.class.getClassLoader(), new Class<?>[] { ResultSet.class },
                (proxy, method, args) -> CHANGES.contains(method.getName())
                        ? session.run(() -> Effect.WRITES, () -> call(rows, method, args))
                        : call(rows, method, args));
    }
}
