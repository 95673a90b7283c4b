package io.quarkiverse.isolatedschema.runtime.test;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundConstruct;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Hands the lease over before the instance of a test class is made. Of a {@code @TestInstance(PER_CLASS)} class that is
 * before all callbacks, and of the first one even within Quarkus's start of the application, where no extension of JUnit
 * can get in between.
 */
@MadeInItsLease
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class MadeInItsLeaseInterceptor {

    @AroundConstruct
    Object prepare(InvocationContext context) throws Exception {
        Class<?> testClass = context.getConstructor().getDeclaringClass();
        IsolatedSchemaCallbacks.leases().ifPresent(leases -> leases.prepare(testClass));
        return context.proceed();
    }
}
