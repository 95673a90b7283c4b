package org.acme.leaks.ids;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.annotations.CollectionId;
import org.hibernate.annotations.CollectionIdJavaClass;
import org.hibernate.annotations.GenericGenerator;
import org.hibernate.annotations.Parameter;
import org.hibernate.id.enhanced.SequenceStyleGenerator;

/** Each element of the collection has an id, which comes from a sequence. */
@Entity
public class IdBag {

    @Id
    public Long id;

    @ElementCollection
    @Column(name = "tag")
    @CollectionId(column = @Column(name = "tag_id"), generator = "tag_ids")
    @CollectionIdJavaClass(idType = Long.class)
    @GenericGenerator(name = "tag_ids", type = SequenceStyleGenerator.class, parameters = {
            @Parameter(name = "sequence_name", value = "id_bag_tags_seq"),
            @Parameter(name = "increment_size", value = "50") })
    public List<String> tags = new ArrayList<>();
}
