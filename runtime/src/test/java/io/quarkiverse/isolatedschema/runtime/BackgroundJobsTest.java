package io.quarkiverse.isolatedschema.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class BackgroundJobsTest {

    @Test
    void anApplicationWithoutJobsHasNothingToHoldBack() {
        assertThatCode(BackgroundJobs.NONE::resume).doesNotThrowAnyException();
        assertThatCode(BackgroundJobs.NONE::pause).doesNotThrowAnyException();
    }
}
