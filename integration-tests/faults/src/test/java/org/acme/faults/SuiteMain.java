package org.acme.faults;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes as a build would, in a JVM that may be killed; what became of each test is on a line of its own. */
public final class SuiteMain implements TestExecutionListener {

    private SuiteMain() {
    }

    public static void main(String[] classes) {
        try (LauncherSession session = LauncherFactory.openSession()) {
            LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
            for (String name : classes) {
                request.selectors(DiscoverySelectors.selectClass(name));
            }
            session.getLauncher().execute(request.build(), new SuiteMain());
        }
        System.out.println("ENDED");
        System.exit(0);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String name = test.getUniqueId().replaceAll(".*class:org\\.acme\\.faults\\.fixtures\\.(\\w+)\\]", "$1 ")
                .replaceAll("/\\[method:(\\w+)\\(.*", "$1").strip();
        if (result.getThrowable().isPresent()) {
            result.getThrowable().get().printStackTrace(System.out);
            System.out.println("FAILED " + name + ": " + result.getThrowable().get());
        } else if (test.isTest()) {
            System.out.println("PASSED " + name);
        }
    }
}
