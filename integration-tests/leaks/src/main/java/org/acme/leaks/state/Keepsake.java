package org.acme.leaks.state;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class Keepsake {

    @Id
    public Long id;
}
