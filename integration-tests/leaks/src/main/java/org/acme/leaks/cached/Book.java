package org.acme.leaks.cached;

import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

@Entity
@Cacheable
@NaturalIdCache
public class Book {

    @Id
    public Long id;

    @NaturalId
    public String isbn;

    public String title;

    @ElementCollection
    @Column(name = "tag")
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public Set<String> tags = new HashSet<>();
}
