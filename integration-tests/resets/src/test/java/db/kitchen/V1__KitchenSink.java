package db.kitchen;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Every kind of object that a schema can hold, with rows. */
public class V1__KitchenSink extends BaseJavaMigration {

    private static final String OUTSIDE = """
            do $$ begin
              if not exists (select from pg_roles where rolname = 'kitchen_reader') then create role kitchen_reader; end if;
              create foreign data wrapper nowhere;
              create server elsewhere foreign data wrapper nowhere;
            end $$""";

    /** A part needs what the one before has committed. */
    @Override
    public boolean canExecuteInTransaction() {
        return false;
    }

    @Override
    public void migrate(Context context) throws SQLException, IOException {
        try (Statement statement = context.getConnection().createStatement();
                InputStream script = V1__KitchenSink.class.getResourceAsStream("/kitchen-sink.sql")) {
            statement.execute(OUTSIDE);
            String all = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : all.split("-- part: ")) {
                statement.execute("-- " + part);
            }
        }
    }
}
