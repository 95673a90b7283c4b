package org.acme.shop;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Written down whatever becomes of the transaction in which they came up. */
@ApplicationScoped
public class Complaints {

    private final EntityManager entityManager;

    Complaints(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    @Transactional(TxType.REQUIRES_NEW)
    public void writeDown(String complaint) {
        entityManager.createNativeQuery("insert into category (name) values (?1)").setParameter(1, complaint).executeUpdate();
    }
}
