package io.quarkiverse.isolatedschema.runtime.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts a server when the first test asks for it, and stops it after the last. */
public class PostgresServerExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PostgresServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == PostgresServer.class || type == PostgresServers.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        PostgresServers servers = context.getRoot().getStore(NAMESPACE)
                .computeIfAbsent(PostgresServers.class, key -> new PostgresServers(), PostgresServers.class);
        return parameter.getParameter().getType() == PostgresServers.class ? servers : servers.newest();
    }
}
