package io.quarkiverse.isolatedschema.runtime.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;

import org.acme.Application;
import org.junit.jupiter.api.Test;

class ApplicationFrameTest {

    @Test
    void itIsTheFirstThatIsNotAFrameworks() {
        assertThat(ApplicationFrame.of(Application.<Throwable> calls(Throwable::new))).hasValueSatisfying(
                place -> assertThat(place).matches("org\\.acme\\.Application\\.calls\\(Application\\.java:\\d+\\)"));
        assertThat(ApplicationFrame.of(new Throwable())).as("we and JUnit are none of it").isEmpty();
    }

    @Test
    void ofAnotherThreadItIsWhereThatIsNow() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread worker = new Application.Worker("worker", () -> {
            try {
                end.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        worker.start();
        while (worker.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        assertThat(ApplicationFrame.of(worker)).hasValueSatisfying(
                place -> assertThat(place).startsWith(Application.Worker.class.getName() + ".run(Application.java:"));
        end.countDown();
        worker.join();
        assertThat(ApplicationFrame.of(worker)).as("one that has ended").isEmpty();
    }

    @Test
    void codeThatWasMadeWithoutLinesHasNone() {
        Throwable call = new Throwable();
        call.setStackTrace(new StackTraceElement[] { new StackTraceElement("org.acme.Order", "update", "Order.java", -1) });

        assertThat(ApplicationFrame.of(call)).contains("org.acme.Order.update(Order.java)");
    }

    @Test
    void whatCdiGeneratesForABeanIsNotMeant() {
        assertThat(ApplicationFrame.isApplication("org.acme.Orders")).isTrue();
        assertThat(ApplicationFrame.isApplication("org.acme.Orders_Subclass")).isFalse();
        assertThat(ApplicationFrame.isApplication("org.acme.Orders_ClientProxy")).isFalse();
    }
}
