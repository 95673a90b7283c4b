package io.quarkiverse.isolatedschema.runtime.test;

import java.util.Optional;

import org.eclipse.microprofile.config.ConfigProvider;
import org.opentest4j.TestAbortedException;

import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.arc.Subclass;
import io.quarkus.test.junit.callback.QuarkusTestAfterAllCallback;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestContext;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;

/**
 * Where Quarkus's tests call us. Quarkus makes an instance for each kind of callback and each application start, so the
 * state lies in {@link TestClassLeases}, a bean of the application.
 */
public class IsolatedSchemaCallbacks
        implements QuarkusTestBeforeClassCallback, QuarkusTestBeforeEachCallback, QuarkusTestAfterEachCallback,
        QuarkusTestAfterAllCallback {

    @Override
    public void beforeClass(Class<?> testClass) {
        leases().ifPresentOrElse(leases -> leases.begin(testClass), () -> refuseSilence(testClass));
    }

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        leases().ifPresent(leases -> {
            Class<?> testClass = written(context.getTestInstance());
            leases.verify(testClass);
            leases.beginMethod(testClass, context.getTestMethod());
        });
    }

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        Throwable cause = context.getTestStatus().getTestErrorCause();
        leases().ifPresent(leases -> leases.endMethod(leases.isNews(cause) && failed(cause)));
    }

    @Override
    public void afterAll(QuarkusTestContext context) {
        leases().ifPresent(leases -> {
            if (failed(context.getTestStatus().getTestErrorCause())) {
                leases.fail();
            }
            leases.end();
        });
    }

    /**
     * The class as it was written: where methods are intercepted, such as by @Transactional, that of the instance is a
     * subclass.
     */
    private static Class<?> written(Object testInstance) {
        return testInstance instanceof Subclass ? testInstance.getClass().getSuperclass() : testInstance.getClass();
    }

    /** Of all failures Quarkus tells the last one; a test that was aborted by an assumption is one for it, too. */
    private static boolean failed(Throwable cause) {
        return cause != null && !(cause instanceof TestAbortedException);
    }

    /** Empty without a running application: Quarkus calls before the class after a failed boot, too. */
    static Optional<TestClassLeases> leases() {
        ArcContainer container = Arc.container();
        if (container == null || !container.isRunning()) {
            return Optional.empty();
        }
        return Optional.ofNullable(container.instance(TestClassLeases.class).get());
    }

    private static void refuseSilence(Class<?> testClass) {
        boolean running = Arc.container() != null && Arc.container().isRunning();
        if (running && Isolation.annotated(testClass) && ConfigProvider.getConfig()
                .getOptionalValue("quarkus.isolated-schema.enabled", Boolean.class).orElse(true)) {
            throw new IsolationException("Test class '" + testClass.getName() + "' asks for a schema of its own, but the"
                    + " application was built without isolated schemas, because its default datasource is not Postgres or the"
                    + " class was not among the test classes then. Build the application with its test classes anew, or set"
                    + " 'quarkus.isolated-schema.enabled=false'.");
        }
    }
}
