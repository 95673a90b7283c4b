package io.quarkiverse.isolatedschema.runtime.test;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.arc.Arc;

/** Where JUnit calls us: hands {@link SchemaLease} parameters to methods. */
public class IsolatedSchemaExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SchemaLease.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SchemaLease lease = Arc.container() == null ? null : Arc.container().instance(SchemaLease.class).get();
        if (lease == null) {
            throw new IsolationException("There is no SchemaLease for '" + parameter.getDeclaringExecutable()
                    + "': no application with isolated schemas runs. Use it in a @QuarkusTest, with"
                    + " 'quarkus.isolated-schema.enabled' not set to false.");
        }
        return lease;
    }
}
