package org.acme.guestbook;

import java.sql.Connection;
import java.sql.SQLException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;

/** Lets Liquibase make its tables when the application starts. */
@ApplicationScoped
public class Stamps {

    @Inject
    AgroalDataSource dataSource;

    void make(@Observes StartupEvent event) throws SQLException, LiquibaseException {
        try (Connection connection = dataSource.getConnection();
                Liquibase liquibase = new Liquibase("changelog.xml", new ClassLoaderResourceAccessor(),
                        new JdbcConnection(connection))) {
            liquibase.update(new Contexts());
        }
    }
}
