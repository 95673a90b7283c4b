package org.acme;

import java.util.concurrent.Callable;

/** Code that is not ours, as the extension sees it. */
public final class Application {

    private Application() {
    }

    public static <T> T calls(Callable<T> what) {
        try {
            return what.call();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A thread made for what it does. */
    public static final class Worker extends Thread {

        private final Runnable work;

        public Worker(String name, Runnable work) {
            super(name);
            this.work = work;
        }

        @Override
        public void run() {
            work.run();
        }
    }
}
