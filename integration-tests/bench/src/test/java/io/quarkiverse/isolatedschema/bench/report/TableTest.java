package io.quarkiverse.isolatedschema.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.junit.jupiter.api.Test;

class TableTest {

    private final Table table = new Table("Waits", "way", "small", "large");

    @Test
    void onATerminalItsColumnsAreAligned() {
        table.row(List.of("truncate", "3.10", "123"));
        table.row(List.of("a | b", "", "2.00 (4.00)"));

        assertThat(table.text()).isEqualTo("""
                Waits
                way       small        large
                ----------------------------
                truncate   3.10          123
                a | b            2.00 (4.00)
                """);
    }

    @Test
    void inAsciiDocNoCellEndsEarly() {
        table.row(List.of("a | b", "1", ""));

        assertThat(table.asciiDoc()).isEqualTo("""
                .Waits
                [cols="<3,>1,>1", options="header"]
                |===
                |way |small |large

                |a {vbar} b |1 |
                |===
                """);
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatIllegalArgumentException().isThrownBy(() -> table.row(List.of("truncate", "1")))
                .withMessage("A row of 2 cells in a table of 3");
    }
}
