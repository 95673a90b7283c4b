package io.quarkiverse.isolatedschema.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;

import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SharedSchema;
import io.quarkus.test.junit.QuarkusTest;

class IsolationRequestsTest {

    @ParameterizedTest
    @ValueSource(classes = { Annotated.class, Inheriting.class, MetaAnnotated.class, MetaMetaAnnotated.class,
            InheritingTheMetaAnnotation.class, WithAnnotatedMethod.class, InheritingAnAnnotatedMethod.class,
            Outer.Inner.class })
    void aClassAsks(Class<?> testClass) throws IOException {
        assertThat(anyOf(false, testClass)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = { Plain.class, Sharing.class, Helper.class, Word.class })
    void aClassDoesNotAsk(Class<?> testClass) throws IOException {
        assertThat(anyOf(false, testClass)).isFalse();
    }

    @Test
    void oneOfManyIsEnough() throws IOException {
        assertThat(anyOf(false, Plain.class, Sharing.class, Annotated.class)).isTrue();
    }

    @Test
    void everyTestClassAsksWhereAllAreIsolated() throws IOException {
        assertThat(anyOf(true, Plain.class)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = { Sharing.class, InheritingSharing.class, Helper.class })
    void someDoNotEvenThen(Class<?> testClass) throws IOException {
        assertThat(anyOf(true, testClass)).isFalse();
    }

    /** The test classes are the application's; what they build on may come from a library. */
    private static boolean anyOf(boolean all, Class<?>... testClasses) throws IOException {
        Index library = Index.of(Stream.concat(Stream.of(testClasses), Stream.of(Annotated.class, MetaAnnotated.class,
                WithAnnotatedMethod.class, Sharing.class, Plain.class, Word.class, WordOfWords.class, QuarkusTest.class))
                .distinct().toArray(Class[]::new));
        return new IsolationRequests(Index.of(testClasses), library).any(all);
    }

    @IsolatedSchema
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Word {
    }

    @Word
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface WordOfWords {
    }

    @QuarkusTest
    static class Plain {
    }

    static class Helper {
    }

    @QuarkusTest
    @IsolatedSchema
    static class Annotated {
    }

    static class Inheriting extends Annotated {
    }

    @Word
    static class MetaAnnotated {
    }

    @WordOfWords
    static class MetaMetaAnnotated {
    }

    static class InheritingTheMetaAnnotation extends MetaAnnotated {
    }

    static class WithAnnotatedMethod {
        @IsolatedSchema
        void test() {
        }
    }

    static class InheritingAnAnnotatedMethod extends WithAnnotatedMethod {
    }

    @QuarkusTest
    @SharedSchema
    static class Sharing {
    }

    static class InheritingSharing extends Sharing {
    }

    @QuarkusTest
    static class Outer {
        @IsolatedSchema
        class Inner {
        }
    }
}
