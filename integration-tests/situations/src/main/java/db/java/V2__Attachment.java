package db.java;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** A migration whose value is nowhere in its SQL. */
public class V2__Attachment extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws SQLException {
        try (PreparedStatement insert = context.getConnection()
                .prepareStatement("insert into attachment (id, content) values (1, ?)")) {
            insert.setBinaryStream(1, new ByteArrayInputStream("streamed".getBytes(StandardCharsets.UTF_8)));
            insert.executeUpdate();
        }
    }
}
