package io.quarkiverse.isolatedschema.runtime.boundary;

import java.util.concurrent.CompletionStage;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;
import io.smallrye.mutiny.Uni;

/**
 * Tells which jobs run. Schedulers tell only when a run has ended, and pausing one does not end those that run.
 * <p>
 * Outermost, since what other interceptors do, such as a transaction, belongs to the run.
 */
@RunOfJob
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class JobInterceptor {

    @Inject
    JobRuns runs;

    @AroundInvoke
    Object run(InvocationContext context) throws Exception {
        JobRuns.Run run = runs.begun(
                context.getMethod().getDeclaringClass().getName() + "#" + context.getMethod().getName());
        try {
            Object result = context.proceed();
            if (result instanceof CompletionStage<?> stage) {
                JobRuns.Run rest = run.withoutThread();
                return stage.whenComplete((value, failure) -> rest.ended());
            }
            if (result instanceof Uni<?> uni) {
                JobRuns.Run rest = run.withoutThread();
                return uni.onTermination().invoke(rest::ended);
            }
            return result;
        } finally {
            run.ended();
        }
    }
}
