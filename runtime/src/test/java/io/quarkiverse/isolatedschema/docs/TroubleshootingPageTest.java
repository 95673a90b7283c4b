package io.quarkiverse.isolatedschema.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of errors and remedies has every error and warning in the sources, and no other. */
class TroubleshootingPageTest {

    private static final Path ROOT = Path.of("..");

    /** A row begins with the words of a message, and has a remedy in the next line. */
    private static final Pattern ROW = Pattern.compile("^\\|`\\+(.+?)\\+`(?: \\(a warning\\))?\n\\|\\S.{10,}$",
            Pattern.MULTILINE);

    private static List<String> rows;

    private static Set<String> messages;

    @BeforeAll
    static void read() throws IOException {
        rows = ROW.matcher(Files.readString(ROOT.resolve("docs/modules/ROOT/pages/troubleshooting.adoc"))).results()
                .map(row -> row.group(1)).toList();
        messages = Messages.of(List.of(ROOT.resolve("runtime/src/main/java"), ROOT.resolve("deployment/src/main/java")));
    }

    @Test
    void everyMessageHasARow() {
        assertThat(messages).hasSizeGreaterThan(60);
        assertThat(messages.stream().filter(message -> rows.stream().noneMatch(row -> begins(message, row))))
                .as("errors and warnings without a row in the tables of troubleshooting.adoc").isEmpty();
    }

    @Test
    void everyRowIsOfAMessage() {
        assertThat(rows.stream().filter(row -> messages.stream().noneMatch(message -> begins(message, row))))
                .as("rows of troubleshooting.adoc for what is not in the sources any more").isEmpty();
    }

    @Test
    void noRowIsSoGeneralThatItHidesAMissingOne() {
        assertThat(rows.stream().filter(row -> messages.stream().filter(message -> begins(message, row)).count() > 1))
                .as("rows that stand for several messages").isEmpty();
        assertThat(rows).doesNotHaveDuplicates();
    }

    /** An ellipsis stands for whatever varies. */
    private static boolean begins(String message, String row) {
        return message.matches("(?s)" + Pattern.compile("…").splitAsStream(row).map(Pattern::quote)
                .collect(Collectors.joining(".*?")) + (row.endsWith("…") ? ".*?" : "") + ".*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "throw new IsolationException(\"Database '\" + name + \"' is missing, and that is bad.\", cause);|Database '…' is missing, and that is bad.",
            "log.warnf(e, \"The file %s cannot be read: delete '%s'\", file, path);|The file … cannot be read: delete '…'",
            "log.warn(\"Nobody can read \" // why \"not\"\\n + (many ? \"them\" : \"it\") + \" now\");|Nobody can read …themit now",
            "throw new IsolationException(name + \" is something that was not expected\");|… is something that was not expected" })
    void whatIsThrownOrWarnedOfIsFound(String source, String message) {
        assertThat(Messages.in(new JavaText(source.replace("\\n", "\n")), false)).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "case A -> \"role '%s' may not do what it has to\".formatted(role);|role '…' may not do what it has to…",
            "return new SQLException(\"Statement '\" + sql + \"' is refused here\", STATE);|Statement '…' is refused here",
            "return gone ? \"the server is gone, and all with it\" : \"\";|the server is gone, and all with it",
            "String prefix = \"No schema could be made in \" + name;|No schema could be made in …" })
    void whatAClassOfErrorsGivesIsFound(String source, String message) {
        assertThat(Messages.in(new JavaText(source), true)).containsExactly(message);
        assertThat(Messages.in(new JavaText(source), false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "log.debug(\"Nobody needs to know of this at all\");|no warning",
            "// new IsolationException(\"In a comment, this is not a message\")|no code",
            "private static final String WORDS = \"Some words that others put into messages\";|a constant" })
    void whatIsNoMessageIsNot(String source, String why) {
        assertThat(Messages.in(new JavaText(source), true)).as(why).isEmpty();
    }
}
