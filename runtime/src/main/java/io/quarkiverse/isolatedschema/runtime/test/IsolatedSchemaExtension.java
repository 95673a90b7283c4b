package io.quarkiverse.isolatedschema.runtime.test;

import java.lang.reflect.Constructor;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkus.arc.Arc;

/**
 * Where JUnit calls us: hands {@link SchemaLease} parameters to methods, and hands the lease over before JUnit makes an
 * instance, as far as it asks us before Quarkus does so. That instance is thrown away: Quarkus makes another one, which
 * {@link MadeInItsLeaseInterceptor} is there for, but what its constructor writes must not stay in the boot lease.
 * When all extensions are done with a class, it fails the class for what that left behind.
 */
public class IsolatedSchemaExtension implements BeforeAllCallback, ParameterResolver, InvocationInterceptor {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
            .create(IsolatedSchemaExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Annotations.refusePackaged(context.getRequiredTestClass());
        // JUnit closes what is stored after the callbacks of all extensions, whatever their order.
        AutoCloseable end = () -> IsolatedSchemaCallbacks.leases().ifPresent(TestClassLeases::failLate);
        context.getStore(NAMESPACE).put(context.getUniqueId(), end);
    }

    @Override
    public <T> T interceptTestClassConstructor(Invocation<T> invocation,
            ReflectiveInvocationContext<Constructor<T>> constructor, ExtensionContext context) throws Throwable {
        IsolatedSchemaCallbacks.leases().ifPresent(leases -> leases.prepare(context.getRequiredTestClass()));
        return invocation.proceed();
    }

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
