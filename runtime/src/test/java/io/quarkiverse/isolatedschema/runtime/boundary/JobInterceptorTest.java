package io.quarkiverse.isolatedschema.runtime.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import jakarta.interceptor.InvocationContext;

import org.junit.jupiter.api.Test;

import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;
import io.quarkiverse.isolatedschema.runtime.straggler.OpenTransactions;
import io.quarkiverse.isolatedschema.runtime.straggler.StragglerFence;
import io.quarkiverse.isolatedschema.runtime.straggler.ThreadTrails;
import io.quarkiverse.isolatedschema.runtime.testing.Fences;
import io.smallrye.mutiny.Uni;

/** Jobs of every kind that a scheduler calls. */
class JobInterceptorTest {

    private final JobInterceptor interceptor = new JobInterceptor();

    private final StragglerFence fence;

    JobInterceptorTest() {
        interceptor.runs = new JobRuns();
        fence = new StragglerFence(new OpenTransactions(Fences.transactions()), interceptor.runs,
                new ThreadTrails(null, () -> {
                }));
    }

    private Object run(Callable<?> job) throws Exception {
        return interceptor.run(new Invocation(job));
    }

    @Test
    void aJobRunsUntilItReturns() throws Exception {
        assertThat(run(() -> {
            assertThat(fence.isWorkOpen()).isTrue();
            return "result";
        })).isEqualTo("result");
        assertThat(fence.isWorkOpen()).isFalse();
    }

    @Test
    void oneThatFailsIsOver() {
        assertThatThrownBy(() -> run(() -> {
            throw new IllegalStateException("no");
        })).hasMessage("no");
        assertThat(fence.isWorkOpen()).isFalse();
    }

    @Test
    void oneThatReturnsAStageRunsUntilThatIsDone() throws Exception {
        CompletableFuture<String> later = new CompletableFuture<>();
        CompletionStage<?> result = (CompletionStage<?>) run(() -> later);
        assertThat(fence.isWorkOpen()).isTrue();
        later.complete("done");
        assertThat(fence.isWorkOpen()).isFalse();
        assertThat(result.toCompletableFuture().get()).isEqualTo("done");
    }

    @Test
    void oneThatReturnsAUniRunsUntilThatFails() throws Exception {
        CompletableFuture<String> later = new CompletableFuture<>();
        CompletableFuture<?> result = ((Uni<?>) run(() -> Uni.createFrom().completionStage(later)))
                .subscribeAsCompletionStage();
        assertThat(fence.isWorkOpen()).isTrue();
        later.completeExceptionally(new IllegalStateException("no"));
        assertThat(result).isCompletedExceptionally();
        assertThat(fence.isWorkOpen()).isFalse();
    }

    private record Invocation(Callable<?> job) implements InvocationContext {

        @Override
        public Object proceed() throws Exception {
            return job.call();
        }

        @Override
        public Method getMethod() {
            return Invocation.class.getDeclaredMethods()[0];
        }

        @Override
        public Object getTarget() {
            return this;
        }

        @Override
        public Object getTimer() {
            return null;
        }

        @Override
        public Constructor<?> getConstructor() {
            return null;
        }

        @Override
        public Object[] getParameters() {
            return new Object[0];
        }

        @Override
        public void setParameters(Object[] parameters) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Object> getContextData() {
            return Map.of();
        }
    }
}
