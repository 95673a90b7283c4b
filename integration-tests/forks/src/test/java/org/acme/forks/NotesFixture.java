package org.acme.forks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import jakarta.inject.Inject;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.SchemaLease;

/** What every class of the suite does; it takes its time, so that all JVMs get some of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class NotesFixture {

    private static final long PAUSE = 300;

    @Inject
    Notes notes;

    @Inject
    AgroalDataSource dataSource;

    @Test
    @Order(1)
    void itsSchemaIsFresh(SchemaLease lease) throws Exception {
        assertThat(notes.count()).isZero();
        notes.take(getClass().getSimpleName());
        Thread.sleep(PAUSE);
        String data = ask(lease, "show data_directory");
        new Sighting(String.valueOf(ProcessHandle.current().pid()), data,
                Files.readAllLines(Path.of(data, "postmaster.pid")).get(0), lease.schema())
                .write(Integer.getInteger("forks"), getClass());
    }

    @Test
    @Order(2)
    void itsNoteIsThere() throws Exception {
        assertThat(notes.count()).isEqualTo(1);
    }

    /** As many as a third of a seat has, and not of all that the server allows: 1400 for eight. */
    @Test
    void itsPoolLeavesConnectionsToOthers() {
        assertThat(dataSource.getConfiguration().connectionPoolConfiguration().maxSize()).isBetween(50, 1400 / 8 / 3);
    }

    private static String ask(SchemaLease lease, String sql) throws SQLException {
        try (Connection connection = lease.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
