package io.quarkiverse.isolatedschema.runtime.test;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.arc.Arc;

/** Hands {@link SchemaLease} parameters to the methods of isolated test classes. */
public class IsolatedSchemaExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SchemaLease.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Arc.container().instance(SchemaLease.class).get();
    }
}
