package io.quarkiverse.isolatedschema.runtime.test;

import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SharedSchema;
import io.quarkus.test.TestTransaction;

/** Tells which test classes run in a schema of their own. */
final class Isolation {

    private Isolation() {
    }

    /**
     * @param testClass a test class
     * @param all whether every test class does, unless it says otherwise
     * @return whether it does, or a class that encloses it
     */
    static boolean asked(Class<?> testClass, boolean all) {
        if (annotated(testClass)) {
            return true;
        }
        return all && !shared(testClass);
    }

    /** Whether the annotation stands on the class, a superclass, another annotation of it, a method, or around it. */
    static boolean annotated(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            if (AnnotationSupport.isAnnotated(type, IsolatedSchema.class) || !AnnotationSupport
                    .findAnnotatedMethods(type, IsolatedSchema.class, HierarchyTraversalMode.TOP_DOWN).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether JUnit knows our extension for the class: the annotation stands on it or around it, not on a method alone. */
    static boolean extended(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            if (AnnotationSupport.isAnnotated(type, IsolatedSchema.class)) {
                return true;
            }
        }
        return false;
    }

    /** Whether tests of the class are rolled back by Quarkus. */
    static boolean rolledBack(Class<?> testClass) {
        return AnnotationSupport.isAnnotated(testClass, TestTransaction.class) || !AnnotationSupport
                .findAnnotatedMethods(testClass, TestTransaction.class, HierarchyTraversalMode.TOP_DOWN).isEmpty();
    }

    /** Whether the class, or one that encloses it, has opted out. */
    static boolean shared(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            if (AnnotationSupport.isAnnotated(type, SharedSchema.class)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param testClass a test class
     * @return the class that encloses it and all between, or itself
     */
    static Class<?> outermost(Class<?> testClass) {
        Class<?> type = testClass;
        while (type.getEnclosingClass() != null) {
            type = type.getEnclosingClass();
        }
        return type;
    }

    /**
     * @param testClass a test class
     * @param holder another one
     * @return whether they are the same, or stand inside of one class; a {@code @Nested} class stands inside of those, too,
     *         that
     *         inherit it
     */
    static boolean together(Class<?> testClass, Class<?> holder) {
        if (outermost(testClass) == outermost(holder)) {
            return true;
        }
        for (Class<?> type = testClass.getEnclosingClass(); type != null; type = type.getEnclosingClass()) {
            if (inheritor(type, holder) != type) {
                return true;
            }
        }
        return false;
    }

    /** The holder, or the class around it, that has inherited from the type what is nested in that; else the type itself. */
    static Class<?> inheritor(Class<?> type, Class<?> holder) {
        for (Class<?> heir = holder; heir != null; heir = heir.getEnclosingClass()) {
            if (type.isAssignableFrom(heir)) {
                return heir;
            }
        }
        return type;
    }
}
