package org.acme.orders;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.quarkiverse.isolatedschema.IsolatedSchema;

/**
 * A team's own word for a test with a schema of its own. It stands beside {@code @QuarkusTest} and can't carry it:
 * continuous testing looks for that annotation on the class itself.
 */
@IsolatedSchema
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface DatabaseTest {
}
