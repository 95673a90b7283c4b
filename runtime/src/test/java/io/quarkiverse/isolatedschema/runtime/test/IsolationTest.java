package io.quarkiverse.isolatedschema.runtime.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.IsolatedSchema;
import io.quarkiverse.isolatedschema.SharedSchema;

class IsolationTest {

    @IsolatedSchema
    static class Annotated {
        static class Enclosed {
            class Deep {
            }
        }
    }

    static class BySuperclass extends Annotated {
    }

    @Retention(RetentionPolicy.RUNTIME)
    @IsolatedSchema
    @interface DatabaseTest {
    }

    @Retention(RetentionPolicy.RUNTIME)
    @DatabaseTest
    @interface ShopTest {
    }

    @DatabaseTest
    static class ByMetaAnnotation {
    }

    @ShopTest
    static class ByMetaMetaAnnotation {
    }

    static class ByMethod {
        @IsolatedSchema
        void test() {
        }
    }

    static class ByMethodOfSuperclass extends ByMethod {
    }

    @SharedSchema
    static class Shared {
        class Enclosed {
        }
    }

    static class SharedBySuperclass extends Shared {
    }

    @SharedSchema
    @IsolatedSchema
    static class Both {
    }

    static class Plain {
        @IsolatedSchema
        class Nested {
        }
    }

    @ParameterizedTest
    @ValueSource(classes = { Annotated.class, Annotated.Enclosed.class, Annotated.Enclosed.Deep.class, BySuperclass.class,
            ByMetaAnnotation.class, ByMetaMetaAnnotation.class, ByMethod.class, ByMethodOfSuperclass.class, Both.class,
            Plain.Nested.class })
    void theseAskForASchemaOfTheirOwn(Class<?> testClass) {
        assertThat(Isolation.annotated(testClass)).isTrue();
        assertThat(Isolation.asked(testClass, false)).isTrue();
        assertThat(Isolation.asked(testClass, true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = { Plain.class, Shared.class, Shared.Enclosed.class, SharedBySuperclass.class, Object.class })
    void theseDoNot(Class<?> testClass) {
        assertThat(Isolation.annotated(testClass)).isFalse();
        assertThat(Isolation.asked(testClass, false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(classes = { Shared.class, Shared.Enclosed.class, SharedBySuperclass.class })
    void theseDoNotEvenWhereEveryClassIsIsolated(Class<?> testClass) {
        assertThat(Isolation.asked(testClass, true)).isFalse();
    }

    @Test
    void whereEveryClassIsIsolatedNoAnnotationIsNeeded() {
        assertThat(Isolation.asked(Plain.class, true)).isTrue();
    }

    @Test
    void theOutermostClassIsTheOneAroundAllOthers() {
        assertThat(Isolation.outermost(Annotated.Enclosed.Deep.class)).isEqualTo(IsolationTest.class);
        assertThat(Isolation.outermost(IsolationTest.class)).isEqualTo(IsolationTest.class);
    }

    /** As far as it goes: classes of this test all stand in it. */
    @Test
    void aNestedClassBelongsToThoseThatInheritIt() {
        assertThat(Isolation.together(Inheritable.Inside.class, TestClassLeasesTest.class)).isFalse();
        assertThat(Isolation.together(Inheritable.Inside.class, Heir.class)).isTrue();
        assertThat(Isolation.together(Inheritable.Inside.Deeper.class, Heir.class)).isTrue();
        assertThat(Isolation.together(Heir.class, Heir.class)).isTrue();
        assertThat(Isolation.together(Inheritable.class, Heir.class)).isFalse();
    }
}

class Inheritable {
    class Inside {
        class Deeper {
        }
    }
}

class Heir extends Inheritable {
}
