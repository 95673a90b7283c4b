package org.acme.market;

import jakarta.enterprise.context.RequestScoped;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;

/** Asked where tenants have schemas of their own, each with the tenant's name. */
@RequestScoped
@PersistenceUnitExtension
public class CurrentTenant implements TenantResolver {

    private String tenant = "tenant_a";

    public void become(String other) {
        tenant = other;
    }

    @Override
    public String getDefaultTenantId() {
        return "tenant_a";
    }

    @Override
    public String resolveTenantId() {
        return tenant;
    }
}
