package org.acme.stragglers;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

/** Hears what the extension logs. Quarkus shares the log manager with the application. */
final class ExtensionLog extends Handler implements AutoCloseable {

    private final Logger category = LogContext.getLogContext().getLogger("io.quarkiverse.isolatedschema");

    private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();

    ExtensionLog() {
        category.addHandler(this);
    }

    List<String> warnings() {
        return records.stream().filter(logged -> logged.getLevel().intValue() == Level.WARN.intValue())
                .map(ExtLogRecord::getFormattedMessage).toList();
    }

    List<String> all() {
        return records.stream().map(ExtLogRecord::getFormattedMessage).toList();
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(ExtLogRecord.wrap(logged));
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        category.removeHandler(this);
    }
}
