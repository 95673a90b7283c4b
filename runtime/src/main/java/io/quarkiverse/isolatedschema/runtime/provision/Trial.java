package io.quarkiverse.isolatedschema.runtime.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog;
import io.quarkiverse.isolatedschema.runtime.catalog.SchemaCatalog.Difference;
import io.quarkiverse.isolatedschema.runtime.catalog.SchemaRows;

/**
 * How one lease compares to the boot schema, before any test could have written to either.
 *
 * @param catalog what differs in definitions and positions of sequences
 * @param rows which tables differ in rows
 */
record Trial(List<Difference> catalog, List<Difference> rows) {

    static Trial of(GivenDatabase run, Provisioner provisioner) throws SQLException {
        Lease lease = provisioner.provision("trial").lease();
        try (Connection connection = run.connect()) {
            return new Trial(
                    SchemaCatalog.of(connection, run.bootSchema()).differencesTo(SchemaCatalog.of(connection, lease.schema())),
                    SchemaRows.differences(connection, run.bootSchema(), lease.schema()));
        } finally {
            provisioner.drop(lease);
        }
    }

    /** The first difference of any kind. */
    Optional<String> difference() {
        return Stream.concat(catalog.stream(), rows.stream()).findFirst().map(Difference::describe);
    }

    /** The first difference that is more than other values in as many rows. */
    Optional<String> differenceInStructureOrNumber() {
        return Stream.concat(catalog.stream(), rows.stream().filter(Trial::inNumber)).findFirst().map(Difference::describe);
    }

    /** Both texts begin with the number of rows. */
    private static boolean inNumber(Difference rows) {
        return !rows.actual().startsWith(rows.expected());
    }
}
