package io.quarkiverse.isolatedschema.runtime.test;

import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;

import io.quarkus.bootstrap.logging.InitialConfigurator;

/**
 * Logs after the application has stopped. By then Quarkus has closed the handlers of the log, and what is logged as usual
 * waits for the next application, which never comes after the last one; so it goes to the console in Quarkus's format.
 */
public final class AfterStopLog {

    private static final String CATEGORY = "io.quarkiverse.isolatedschema";

    private static final String FORMAT = "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c] (%t) %s%e%n";

    private AfterStopLog() {
    }

    /** @param message the line to log */
    public static void info(String message) {
        log(Level.INFO, Logger.Level.INFO, message);
    }

    /** @param message the line to log */
    public static void warn(String message) {
        log(Level.WARN, Logger.Level.WARN, message);
    }

    private static void log(Level direct, Logger.Level usual, String message) {
        if (InitialConfigurator.DELAYED_HANDLER.isActivated()) {
            Logger.getLogger(CATEGORY).log(usual, message);
        } else {
            ExtLogRecord entry = new ExtLogRecord(direct, message, AfterStopLog.class.getName());
            entry.setLoggerName(CATEGORY);
            // Where the console is by now: a handler of the log writes to the one that it found first.
            System.out.print(new PatternFormatter(FORMAT).format(entry));
        }
    }
}
