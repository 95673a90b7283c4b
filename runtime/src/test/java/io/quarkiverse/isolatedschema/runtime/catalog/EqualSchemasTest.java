package io.quarkiverse.isolatedschema.runtime.catalog;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog.Difference;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServerExtension;
import io.quarkiverse.isolatedschema.runtime.testing.PostgresServers;
import io.quarkiverse.isolatedschema.runtime.testing.TwoKitchenSinks;

/** Two schemas made by the same SQL hold the same, under names of their own. */
@ParameterizedClass(name = "Postgres {0}")
@ValueSource(ints = { 18, 16, 14 })
@ExtendWith(PostgresServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EqualSchemasTest {

    @Parameter
    int version;

    private TwoKitchenSinks sinks;

    @BeforeParameterizedClassInvocation(injectArguments = false)
    void fill(PostgresServers servers) throws SQLException {
        sinks = TwoKitchenSinks.on(servers.of(version));
    }

    @AfterParameterizedClassInvocation
    void close() throws SQLException {
        if (sinks != null) {
            sinks.close();
        }
    }

    @Test
    void nothingDiffers() throws SQLException {
        assertThat(differences()).isEmpty();
        assertThat(SchemaRows.differences(sinks.connection(), sinks.template(), sinks.copy())).isEmpty();
    }

    @Test
    void aGrantOfWhatIsGrantedByDefaultIsNoDifference() throws SQLException {
        changed("grant usage on type status to public; grant execute on function longer(text, text) to public;"
                + " grant select on cache to current_user; revoke trigger on cache from kitchen_reader");
    }

    @Test
    void whatHasAnotherHistoryIsNoDifference() throws SQLException {
        changed("alter table cache add x text; alter table cache drop x; drop table secrets; create table secrets (owner text, secret text);"
                + " alter table secrets enable row level security; alter table secrets force row level security;"
                + " create policy no_lies on secrets as restrictive for insert with check (secret <> 'lie');"
                + " create policy own_secrets on secrets for select to kitchen_reader using (owner = current_user);"
                + " comment on policy own_secrets on secrets is 'only hers'; grant select, insert on secrets to kitchen_reader");
    }

    private void changed(String sql) throws SQLException {
        sinks.connection().setAutoCommit(false);
        try {
            execute(sinks.connection(), sql);
            assertThat(differences()).isEmpty();
        } finally {
            sinks.connection().rollback();
            sinks.connection().setAutoCommit(true);
        }
    }

    @Test
    void theConnectionIsAsBefore() throws SQLException {
        sinks.connection().setAutoCommit(false);
        execute(sinks.connection(), "set local timezone = 'Asia/Tokyo'; create table mine (id int)");
        SchemaCatalog.of(sinks.connection(), sinks.copy());

        assertThat(query(sinks.connection(), "select current_setting('timezone') || ' ' || current_setting('search_path')"))
                .containsExactly("Asia/Tokyo " + sinks.copy());
        execute(sinks.connection(), "insert into mine values (1)");
        sinks.connection().rollback();
        sinks.connection().setAutoCommit(true);
        SchemaCatalog.of(sinks.connection(), sinks.copy());
        assertThat(sinks.connection().getAutoCommit()).isTrue();
        assertThat(query(sinks.connection(), "show transaction_read_only")).containsExactly("off");
    }

    @Test
    void aSchemaThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> SchemaCatalog.of(sinks.connection(), "nowhere")).isInstanceOf(SQLException.class)
                .hasMessageContaining("schema \"nowhere\" does not exist");
    }

    private List<Difference> differences() throws SQLException {
        return SchemaCatalog.of(sinks.connection(), sinks.template())
                .differencesTo(SchemaCatalog.of(sinks.connection(), sinks.copy()));
    }
}
