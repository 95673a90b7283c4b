package org.acme.leaks.probes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All probes, in the order in which they are planted: what stays with a connection comes last. */
public final class Catalogue {

    private Catalogue() {
    }

    public static List<Probe> probes() {
        return Stream.<Probe[]> of(RowProbe.values(), ObjectProbe.values(), DatabaseProbe.values(), ServerProbe.values(),
                GeneratorProbe.values(), CacheProbe.values(), MemoryProbe.values(), DriverProbe.values(), SessionProbe.values())
                .flatMap(Arrays::stream).toList();
    }

    /**
     * All probes, in the order in which they are looked for: a connection first, before looking for something else leaves
     * traces in it.
     */
    public static List<Probe> backwards() {
        List<Probe> backwards = new ArrayList<>(probes());
        Collections.reverse(backwards);
        return backwards;
    }

    /** The names of the probes that reach so far, sorted. */
    public static Set<String> names(Set<Reach> reaches) {
        return probes().stream().filter(probe -> reaches.contains(probe.reach())).map(Probe::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
