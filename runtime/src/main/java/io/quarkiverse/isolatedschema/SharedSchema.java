package io.quarkiverse.isolatedschema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Leaves a test class on the boot lease, which all classes without a schema of their own share, although
 * {@code quarkus.isolated-schema.isolate=all} isolates every test class.
 * <p>
 * Inherited from superclasses; on the same class {@link IsolatedSchema} wins, being the more special wish.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SharedSchema {
}
