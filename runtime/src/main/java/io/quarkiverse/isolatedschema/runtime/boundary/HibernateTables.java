package io.quarkiverse.isolatedschema.runtime.boundary;

import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;

import io.quarkus.arc.InjectableInstance;

/** Which tables the entities of Hibernate ORM write. */
@Singleton
public class HibernateTables {

    @Inject
    @Any
    InjectableInstance<SessionFactory> sessionFactories;

    /** @return the tables as SQL names them, each with what is mapped to it; none of entities that are never written */
    public Map<String, String> written() {
        Map<String, String> tables = new TreeMap<>();
        for (var handle : sessionFactories.handles()) {
            if (handle.getBean().isActive()) {
                collect(handle.get().unwrap(SessionFactoryImplementor.class).getMappingMetamodel(), tables);
            }
        }
        return tables;
    }

    private static void collect(MappingMetamodel mappings, Map<String, String> tables) {
        mappings.forEachEntityDescriptor(entity -> {
            if (entity.isMutable()) {
                put(tables, entity.getQuerySpaces(), "Entity '" + entity.getEntityName() + "'");
            }
        });
        mappings.forEachCollectionDescriptor(collection -> {
            if (collection.isMutable()) {
                put(tables, collection.getCollectionSpaces(), "Collection '" + collection.getRole() + "'");
            }
        });
    }

    /** A space that is no table is the query of a subselect. */
    private static void put(Map<String, String> tables, Object[] spaces, String mapping) {
        for (Object space : spaces) {
            if (!space.toString().contains("(")) {
                tables.putIfAbsent(space.toString(), mapping);
            }
        }
    }
}
