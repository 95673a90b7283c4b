package io.quarkiverse.isolatedschema.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Something to read: a title, a header, and rows of as many cells, whose first names the row. */
final class Table {

    private final String title;

    private final List<String> header;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String title, String... header) {
        this.title = title;
        this.header = List.of(header);
    }

    Table(String title, List<String> header) {
        this.title = title;
        this.header = List.copyOf(header);
    }

    void row(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException("A row of " + cells.size() + " cells in a table of " + header.size());
        }
        rows.add(List.copyOf(cells));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** As a table of AsciiDoc, the numbers at the right. */
    String asciiDoc() {
        String columns = "<" + (header.size() > 1 ? "3" : "1") + ",>1".repeat(header.size() - 1);
        return ".%s%n[cols=\"%s\", options=\"header\"]%n|===%n%s%n%n%s%n|===%n".formatted(title, columns,
                cells(header), rows.stream().map(Table::cells).collect(Collectors.joining("\n")));
    }

    private static String cells(List<String> cells) {
        return cells.stream().map(cell -> "|" + cell.replace("|", "{vbar}")).collect(Collectors.joining(" "));
    }

    /** For a terminal. */
    String text() {
        StringBuilder text = new StringBuilder(title).append('\n');
        line(header, text);
        text.append("-".repeat(header.stream().mapToInt(cell -> 2).sum() - 2 + widths())).append('\n');
        rows.forEach(row -> line(row, text));
        return text.toString();
    }

    private void line(List<String> cells, StringBuilder text) {
        for (int column = 0; column < cells.size(); column++) {
            String format = column == 0 ? "%-" + width(0) + "s" : "  %" + width(column) + "s";
            text.append(format.formatted(cells.get(column)));
        }
        text.append('\n');
    }

    private int widths() {
        int sum = 0;
        for (int column = 0; column < header.size(); column++) {
            sum += width(column);
        }
        return sum;
    }

    private int width(int column) {
        return Math.max(header.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
}
