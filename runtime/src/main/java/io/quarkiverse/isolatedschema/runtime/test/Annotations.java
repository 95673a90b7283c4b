package io.quarkiverse.isolatedschema.runtime.test;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.IsolationException;
import io.quarkiverse.isolatedschema.Reset;
import io.quarkiverse.isolatedschema.runtime.ClassPlan;
import io.quarkiverse.isolatedschema.runtime.MethodPlan;
import io.quarkiverse.isolatedschema.runtime.fixture.FixtureSet;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** What the annotations of a test class and its methods ask for. */
final class Annotations {

    /** Extensions that write nothing to a database of themselves. */
    private static final List<String> WITHOUT_DATA = List.of("io.quarkus.", "org.junit.", "org.mockito.",
            IsolatedSchemaExtension.class.getName());

    private final Reset configured;

    /** @param configured what happens between the methods of classes that don't say it themselves; not {@link Reset#DEFAULT} */
    Annotations(Reset configured) {
        this.configured = configured;
    }

    /**
     * Tests of a packaged application share one schema, and none of our code runs in the application.
     *
     * @param testClass a test class
     * @throws IsolationException when it asks for what cannot be done there
     */
    static void refusePackaged(Class<?> testClass) {
        if (!AnnotationSupport.isAnnotated(testClass, QuarkusIntegrationTest.class)) {
            return;
        }
        ClassPlan plan = new Annotations(Reset.NONE).of(testClass);
        if (plan.resetsAny() || !plan.fixtures().isEmpty()) {
            throw new IsolationException("Test class '" + plan.testClass() + "' tests a packaged application"
                    + " (@QuarkusIntegrationTest), which the extension is not part of: 'reset', 'scripts' and 'generators' of"
                    + " @IsolatedSchema can do nothing there. Leave them out, or make it a @QuarkusTest.");
        }
    }

    /** What a class wants that gets a lease. */
    ClassPlan of(Class<?> holder) {
        Set<Reset> resets = EnumSet.noneOf(Reset.class);
        Deque<Class<?>> types = new ArrayDeque<>(List.of(holder));
        while (!types.isEmpty()) {
            Class<?> type = types.poll();
            resets.add(reset(holder, type));
            AnnotationSupport.findAnnotatedMethods(type, IsolatedSchema.class, HierarchyTraversalMode.TOP_DOWN)
                    .forEach(method -> resets.add(reset(holder, type, method)));
            types.addAll(nested(type));
        }
        return new ClassPlan(TestClassLeases.name(holder), fixtures(holder), Set.copyOf(resets), writesBefore(holder));
    }

    private static List<Class<?>> nested(Class<?> type) {
        return ReflectionSupport.findNestedClasses(type, inside -> AnnotationSupport.isAnnotated(inside, Nested.class));
    }

    /**
     * What a method wants.
     *
     * @param holder the class that holds the lease
     * @param testClass the class of the method's instance: the holder, or one nested in it
     */
    MethodPlan of(Class<?> holder, Class<?> testClass, Method method) {
        FixtureSet fixtures = fixtures(find(method));
        for (Class<?> type = testClass; type != null && !type.isAssignableFrom(holder); type = type.getEnclosingClass()) {
            fixtures = fixtures(AnnotationSupport.findAnnotation(type, IsolatedSchema.class)).and(fixtures);
        }
        return new MethodPlan(TestClassLeases.name(testClass) + "." + method.getName(), reset(holder, testClass, method),
                fixtures);
    }

    private static Optional<IsolatedSchema> find(Method method) {
        return AnnotationSupport.findAnnotation(method, IsolatedSchema.class);
    }

    private Reset reset(Class<?> holder, Class<?> testClass, Method method) {
        return find(method).map(IsolatedSchema::reset).filter(reset -> reset != Reset.DEFAULT)
                .orElseGet(() -> reset(holder, testClass));
    }

    private Reset reset(Class<?> holder, Class<?> testClass) {
        return enclosing(holder, testClass).map(type -> AnnotationSupport.findAnnotation(type, IsolatedSchema.class))
                .flatMap(Optional::stream).map(IsolatedSchema::reset).filter(reset -> reset != Reset.DEFAULT).findFirst()
                .orElse(configured);
    }

    /** The test data of a class that gets a lease: what the annotation says that stands nearest to it. */
    private static FixtureSet fixtures(Class<?> holder) {
        return fixtures(enclosing(holder, holder).map(type -> AnnotationSupport.findAnnotation(type, IsolatedSchema.class))
                .flatMap(Optional::stream).findFirst());
    }

    private static FixtureSet fixtures(Optional<IsolatedSchema> annotation) {
        return annotation.map(found -> FixtureSet.of(List.of(found.scripts()), List.of(found.generators())))
                .orElse(FixtureSet.NONE);
    }

    /** What a superclass of the holder encloses, the holder does. */
    private static Stream<Class<?>> enclosing(Class<?> holder, Class<?> type) {
        return Stream.<Class<?>> iterate(type, outer -> outer != null,
                inner -> inner.getEnclosingClass() == null ? null : Isolation.inheritor(inner.getEnclosingClass(), holder));
    }

    /** Whether something may write to the lease before the first method of the class begins, as far as can be seen. */
    static boolean writesBefore(Class<?> type) {
        return hasMethod(type) || isOneForAll(type) || hasExtension(type);
    }

    private static boolean hasMethod(Class<?> type) {
        return !AnnotationSupport.findAnnotatedMethods(type, BeforeAll.class, HierarchyTraversalMode.TOP_DOWN).isEmpty();
    }

    /** Its constructor and {@code @PostConstruct} methods run before everything else. */
    private static boolean isOneForAll(Class<?> type) {
        return AnnotationSupport.findAnnotation(type, TestInstance.class)
                .map(lifecycle -> lifecycle.value() == TestInstance.Lifecycle.PER_CLASS)
                .orElseGet(TestPlanClasses::oneInstanceForAll);
    }

    private static boolean hasExtension(Class<?> type) {
        Stream<Class<?>> declared = AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream()
                .flatMap(extensions -> Stream.of(extensions.value()));
        Stream<Class<?>> registered = AnnotationSupport.findAnnotatedFields(type, RegisterExtension.class).stream()
                .map(Field::getType);
        return Stream.concat(declared, registered)
                .anyMatch(extension -> WITHOUT_DATA.stream().noneMatch(extension.getName()::startsWith));
    }
}
