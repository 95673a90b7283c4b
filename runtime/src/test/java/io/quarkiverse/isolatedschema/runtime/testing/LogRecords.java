package io.quarkiverse.isolatedschema.runtime.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what a class logs at INFO and above. */
public final class LogRecords extends Handler implements AutoCloseable {

    private static final Formatter TEXT = new Formatter() {
        @Override
        public String format(LogRecord logged) {
            return formatMessage(logged);
        }
    };

    private final Logger logger;

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    public LogRecords(Class<?> category) {
        logger = Logger.getLogger(category.getName());
        logger.addHandler(this);
    }

    /** What was logged at that level. */
    public List<String> at(Level level) {
        return records.stream().filter(logged -> logged.getLevel().intValue() == level.intValue()).map(TEXT::format)
                .toList();
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(logged);
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
