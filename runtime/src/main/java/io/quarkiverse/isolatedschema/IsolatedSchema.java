package io.quarkiverse.isolatedschema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import io.quarkiverse.isolatedschema.runtime.test.IsolatedSchemaExtension;
import io.quarkiverse.isolatedschema.spi.FixtureGenerator;

/**
 * Runs a {@code @QuarkusTest} class in its own fresh, fully migrated Postgres schema.
 * <p>
 * Everything the application does while the class runs sees that schema: REST calls, committed transactions,
 * schedulers and other threads. The next class sees none of it. {@code @Nested} classes share the schema of the class
 * that encloses them.
 * <p>
 * The annotation is inherited from superclasses, and may stand on another annotation. The instance of a
 * {@code @TestInstance(PER_CLASS)} class is made in the schema, {@code @PostConstruct} methods included.
 * On a method it says what differs from the class; alone it isolates the class that declares the method.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
@ExtendWith(IsolatedSchemaExtension.class)
public @interface IsolatedSchema {

    /**
     * What happens to the schema between two test methods of the class. That of a method goes before that of its class, and
     * that of a {@code @Nested} class before that of the class around it.
     *
     * @return the reset; {@link Reset#DEFAULT} by default
     */
    Reset reset() default Reset.DEFAULT;

    /**
     * SQL scripts of the class path that load test data, in this order, such as {@code fixtures/orders.sql}. Those of a class
     * are loaded before its {@code @BeforeAll} methods run, those of a method, or of a {@code @Nested} class, in addition
     * before each of its methods. What is loaded once is copied for all others that name the same.
     * <p>
     * A script holds SQL statements, without commands of {@code psql}; {@code COPY … FROM 'file.csv'} reads a file beside the
     * script.
     *
     * @return their names, without a leading slash; none by default
     */
    String[] scripts() default {};

    /**
     * Beans that make test data in code, in this order, after the {@link #scripts()} that stand beside them.
     *
     * @return their classes; none by default
     */
    Class<? extends FixtureGenerator>[] generators() default {};

    /**
     * Whether the schema survives its class for a look. On a method, and on a {@code @Nested} class that shares the schema
     * of the class around it, it has no meaning. {@code quarkus.isolated-schema.keep} decides for all classes.
     *
     * @return when to keep the schema; {@link Keep#DEFAULT} by default
     */
    Keep keep() default Keep.DEFAULT;
}
