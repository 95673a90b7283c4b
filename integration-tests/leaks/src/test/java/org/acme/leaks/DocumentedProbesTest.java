package org.acme.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.acme.leaks.probes.Catalogue;
import org.acme.leaks.probes.Probe;
import org.acme.leaks.probes.Reach;
import org.junit.jupiter.api.Test;

/** The page on isolation says of each probe what {@link LeaksTest} sees. */
class DocumentedProbesTest {

    private static final Path PAGE = Path.of("../../docs/modules/ROOT/pages/isolation.adoc");

    private static final Pattern ROW = Pattern.compile("(?m)^\\|.+ \\|(isolated|shared) \\|(isolated|shared) \\|`(\\w+)`$");

    private static final Pattern TEST = Pattern.compile("`LeaksTest\\.(\\w+)`");

    private static final Set<Reach> NEVER_ISOLATED = EnumSet.of(Reach.SERVER, Reach.APPLICATION);

    @Test
    void theTableHasEveryProbe() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(PAGE)).results()
                .map(row -> row.group(3) + " " + row.group(1) + " " + row.group(2)).toList();

        assertThat(rows).containsExactlyInAnyOrderElementsOf(
                Catalogue.probes().stream().map(DocumentedProbesTest::row).toList());
    }

    private static String row(Probe probe) {
        boolean never = NEVER_ISOLATED.contains(probe.reach());
        boolean inOneDatabase = !never && probe.reach() != Reach.DATABASE;
        return probe.name() + (never ? " shared" : " isolated") + (inOneDatabase ? " isolated" : " shared");
    }

    @Test
    void theTestsItNamesExist() throws IOException {
        List<String> named = TEST.matcher(Files.readString(PAGE)).results().map(test -> test.group(1))
                .toList();

        assertThat(named).isNotEmpty();
        assertThat(Arrays.stream(LeaksTest.class.getDeclaredMethods()).map(method -> method.getName())).containsAll(named);
    }
}
