package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class AppWithContainerSettingsTest {

    @RegisterExtension
    static final QuarkusUnitTest app = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.isolated-schema.devservices.provider", "embedded")
            .overrideConfigKey("quarkus.datasource.devservices.image-name", "postgres:17")
            .overrideConfigKey("quarkus.datasource.devservices.command", "postgres -c log_statement=all")
            .overrideConfigKey("quarkus.datasource.devservices.volumes.\"/my/data\"", "/data")
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                    && record.getLoggerName().startsWith("io.quarkiverse.isolatedschema"))
            .assertLogRecords(records -> assertThat(records).extracting(AppWithContainerSettingsTest::text)
                    .satisfiesExactly(
                            text -> assertThat(text).contains("'quarkus.datasource.devservices.command' has no effect"),
                            text -> assertThat(text).contains("'quarkus.datasource.devservices.image-name' has no effect"),
                            text -> assertThat(text).contains("'quarkus.datasource.devservices.volumes' has no effect")));

    @Inject
    DataSource datasource;

    @Test
    void isServedAllTheSame() throws Exception {
        datasource.getConnection().close();
    }

    private static String text(LogRecord record) {
        return ((ExtLogRecord) record).getFormattedMessage();
    }
}
