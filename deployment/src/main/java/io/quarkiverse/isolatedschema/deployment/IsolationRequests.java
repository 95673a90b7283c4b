package io.quarkiverse.isolatedschema.deployment;

import java.util.HashSet;
import java.util.Set;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SharedSchema;

/** Decides from the index of the test classes whether any of them asks for isolation. */
final class IsolationRequests {

    private static final DotName ISOLATED = DotName.createSimple(IsolatedSchema.class);

    private static final DotName SHARED = DotName.createSimple(SharedSchema.class);

    private static final DotName QUARKUS_TEST = DotName.createSimple("io.quarkus.test.junit.QuarkusTest");

    private final IndexView application;

    private final IndexView everything;

    /**
     * @param application the classes of the application and its tests
     * @param everything resolves superclasses and annotations, those of libraries too
     */
    IsolationRequests(IndexView application, IndexView everything) {
        this.application = application;
        this.everything = everything;
    }

    /**
     * @param all whether every test class is isolated, unless it says otherwise
     * @return whether some test class asks for isolation
     */
    boolean any(boolean all) {
        return application.getKnownClasses().stream().anyMatch(type -> asks(type, all));
    }

    /**
     * @param type a class
     * @param all whether every test class is isolated, unless it says otherwise
     * @return whether it asks for isolation
     */
    boolean asks(ClassInfo type, boolean all) {
        return !type.isAnnotation()
                && (has(type, ISOLATED) || all && has(type, QUARKUS_TEST) && !has(type, SHARED));
    }

    /** Whether the annotation stands on the class, its members, a superclass, or an annotation of these. */
    private boolean has(ClassInfo type, DotName wanted) {
        for (ClassInfo current = type; current != null; current = superclass(current)) {
            for (AnnotationInstance annotation : current.annotations()) {
                if (leadsTo(annotation.name(), wanted, new HashSet<>())) {
                    return true;
                }
            }
        }
        return false;
    }

    private ClassInfo superclass(ClassInfo type) {
        DotName name = type.superName();
        return name == null || name.toString().startsWith("java.") ? null : everything.getClassByName(name);
    }

    private boolean leadsTo(DotName annotation, DotName wanted, Set<DotName> seen) {
        if (annotation.equals(wanted)) {
            return true;
        }
        String name = annotation.toString();
        if (!seen.add(annotation) || name.startsWith("java.") || name.startsWith("jakarta.")) {
            return false;
        }
        ClassInfo declaration = everything.getClassByName(annotation);
        return declaration != null && declaration.declaredAnnotations().stream()
                .anyMatch(meta -> leadsTo(meta.name(), wanted, seen));
    }
}
