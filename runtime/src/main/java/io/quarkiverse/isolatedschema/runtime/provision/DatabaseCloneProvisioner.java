package io.quarkiverse.isolatedschema.runtime.provision;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.identifier;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.literal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Kept;
import io.quarkiverse.isolatedschema.runtime.orphan.KeptLeases.Limits;
import io.quarkiverse.isolatedschema.runtime.postgres.Databases;
import io.quarkiverse.isolatedschema.runtime.postgres.LeaseName;

/**
 * Makes a lease as a copy of the template with the boot schema renamed inside it.
 * <p>
 * Its cost does not grow with the number of migrations, and the copy holds all that the boot lease held: extensions,
 * triggers, other schemas, objects that the application's SQL names with {@code public.} The rename is safe because the
 * boot schema's name is random: no SQL of the application can mention it.
 */
public final class DatabaseCloneProvisioner implements Provisioner {

    /**
     * Functions made with {@code SET search_path FROM CURRENT} hold the boot schema's name as text; before Postgres 11 there
     * were no procedures.
     */
    private static final String MEND_PINNED_FUNCTIONS = """
            do $mend$
            declare
              pinned record;
              kind text := case when current_setting('server_version_num')::int < 110000 then 'function' else 'routine' end;
            begin
              for pinned in select p.oid::regprocedure as name, replace(substr(setting, 13), %1$s, %2$s) as path
                  from pg_proc p, unnest(p.proconfig) setting
                  where setting like 'search\\_path=%%' and strpos(setting, %1$s) > 0 loop
                perform set_config('search_path', pinned.path, true);
                execute format('alter %%s %%s set search_path from current', kind, pinned.name);
              end loop;
            end $mend$;
            """;

    private final Template template;

    /** The connection that drops is the run's, and so is this. */
    private final Object dropping;

    /** @param template what every lease is copied from */
    public DatabaseCloneProvisioner(Template template) {
        this(template, new Object());
    }

    private DatabaseCloneProvisioner(Template template, Object dropping) {
        this.template = template;
        this.dropping = dropping;
    }

    @Override
    public Provisioning provisioning() {
        return Provisioning.DATABASE_CLONE;
    }

    @Override
    public Provisioned provision(String purpose, Consumer<Lease> reachable) throws SQLException {
        RunDatabase run = template.run();
        String name = LeaseName.lease(run.run());
        Lease lease = run.lease(name, name);
        long start = System.nanoTime();
        long cloned;
        // One connection for all, since a new one takes longer than what is asked of it.
        synchronized (run.maintenance()) {
            Connection connection = run.maintenance().connection();
            run.copies().copy(connection, name, template.database(), run.role(connection));
            cloned = System.nanoTime();
            try {
                Databases.comment(connection, name, purpose);
                template.settings().renamed(template.schema(), name).applyTo(connection, name);
                reachable.accept(lease);
                rename(run, name);
            } catch (SQLException | RuntimeException refused) {
                Databases.drop(connection, name);
                throw refused;
            }
        }
        return new Provisioned(lease, cloned - start, System.nanoTime() - cloned);
    }

    private void rename(RunDatabase run, String name) throws SQLException {
        try (Connection inside = run.admin().connect(name)) {
            execute(inside, "alter schema %s rename to %s".formatted(identifier(inside, template.schema()),
                    identifier(inside, name)));
            if (template.pinnedFunctions()) {
                execute(inside, MEND_PINNED_FUNCTIONS.formatted(literal(inside, template.schema()), literal(inside, name)));
            }
        }
    }

    @Override
    public void describe(Lease lease, String purpose) throws SQLException {
        synchronized (dropping) {
            Databases.comment(template.run().maintenance().dropping(), lease.database(), purpose);
        }
    }

    @Override
    public void drop(Lease lease) throws SQLException {
        synchronized (dropping) {
            Databases.drop(template.run().maintenance().dropping(), template.run().admin(), lease.database());
        }
    }

    @Override
    public Optional<Provisioner> derive(Lease lease) throws SQLException {
        synchronized (template.run().maintenance()) {
            return Optional.of(new DatabaseCloneProvisioner(template.of(lease), dropping));
        }
    }

    @Override
    public void discard() throws SQLException {
        synchronized (dropping) {
            Databases.drop(template.run().maintenance().dropping(), template.database());
        }
    }

    @Override
    public Kept keep(Lease lease, String testClass, Limits limits) throws SQLException {
        synchronized (dropping) {
            return KeptLeases.ofDatabases(template.run().maintenance().dropping()).keep(lease.database(), testClass, limits);
        }
    }
}
