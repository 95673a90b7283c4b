package io.quarkiverse.isolatedschema.runtime.datasource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the place in the application's own code, or in that of its tests, from which something was called.
 * <p>
 * The call is kept as a {@link Throwable}, which costs some three microseconds as long as nobody reads it. Walking the
 * stack as far as the application, behind forty frames of Hibernate ORM and CDI, took five times as long.
 */
public final class ApplicationFrame {

    private static final List<String> FRAMEWORKS = List.of("org.hibernate.", "io.quarkus.", "io.agroal.", "java.", "jdk.",
            "io.quarkiverse.isolatedschema.runtime.", "org.jboss.", "io.smallrye.", "jakarta.", "javax.", "io.vertx.",
            "io.netty.", "org.junit.", "org.flywaydb.", "liquibase.", "io.opentelemetry.", "com.arjuna.", "org.postgresql.",
            "org.apache.maven.", "com.intellij.", "sun.", "com.sun.", "kotlin.", "org.quartz.");

    private ApplicationFrame() {
    }

    /**
     * @param call made where the place is to be told
     * @return the place, as a stack trace names it; empty when it is none of the application's
     */
    public static Optional<String> of(Throwable call) {
        return first(call.getStackTrace());
    }

    /**
     * @param thread a thread
     * @return where it is in the application's code now; empty when it is nowhere there
     */
    public static Optional<String> of(Thread thread) {
        return first(thread.getStackTrace());
    }

    private static Optional<String> first(StackTraceElement[] frames) {
        return Arrays.stream(frames).filter(frame -> isApplication(frame.getClassName())).map(ApplicationFrame::name)
                .findFirst();
    }

    /** Without the names of class loaders and modules. */
    private static String name(StackTraceElement frame) {
        String line = frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
        return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + line + ")";
    }

    /**
     * @param className the name of a class
     * @return whether somebody wrote it for the application: what CDI generates for its beans is not meant
     */
    public static boolean isApplication(String className) {
        return FRAMEWORKS.stream().noneMatch(className::startsWith) && !className.endsWith("_ClientProxy")
                && !className.endsWith("_Subclass");
    }
}
