package io.quarkiverse.isolatedschema.runtime.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.postgresql.core.Parser;

/**
 * The words of one statement outside of literals and comments.
 *
 * @param words key words and names, in lower case but for quoted names
 * @param called the words before an opening parenthesis
 * @param questionMarks how many question marks stand outside of literals
 */
public record SqlWords(List<String> words, Set<String> called, int questionMarks) {

    public static SqlWords of(String sql, boolean standardStrings) {
        char[] text = sql.toCharArray();
        List<String> words = new ArrayList<>();
        Set<String> called = new LinkedHashSet<>();
        int questionMarks = 0;
        boolean afterWord = false;
        for (int at = 0, last; at < text.length; at = last + 1) {
            last = last(text, at, standardStrings);
            if (text[at] == '"' || startsWord(text[at])) {
                words.add(word(sql.substring(at, Math.min(last + 1, text.length))));
                afterWord = true;
                continue;
            }
            if (text[at] == '(' && afterWord) {
                called.add(words.get(words.size() - 1));
            } else if (text[at] == '?') {
                questionMarks++;
            }
            boolean comment = last > at && (text[at] == '-' || text[at] == '/');
            afterWord &= comment || Character.isWhitespace(text[at]);
        }
        return new SqlWords(words, called, questionMarks);
    }

    /** The index of the last character of what starts at an index: a literal, a comment, a word, or one character. */
    private static int last(char[] text, int at, boolean standardStrings) {
        return switch (text[at]) {
            case '\'' -> Parser.parseSingleQuotes(text, at, standardStrings);
            case '"' -> endOfQuoted(text, at);
            case '-' -> Parser.parseLineComment(text, at);
            case '/' -> Parser.parseBlockComment(text, at);
            case '$' -> Parser.parseDollarQuotes(text, at);
            default -> startsWord(text[at]) ? endOfWord(text, at) : at;
        };
    }

    /** The driver lets words start with a dollar, too, which starts literals. */
    private static boolean startsWord(char first) {
        return first != '$' && Parser.isIdentifierStartChar(first);
    }

    /** A doubled quote does not end the name. */
    private static int endOfQuoted(char[] text, int start) {
        int at = Parser.parseDoubleQuotes(text, start);
        return at + 1 < text.length && text[at + 1] == '"' ? endOfQuoted(text, at + 1) : at;
    }

    private static String word(String text) {
        return text.startsWith("\"") ? text.replaceAll("^\"|\"$", "").replace("\"\"", "\"") : text.toLowerCase(Locale.ROOT);
    }

    private static int endOfWord(char[] text, int start) {
        int at = start;
        while (at + 1 < text.length && Parser.isIdentifierContChar(text[at + 1])) {
            at++;
        }
        return at;
    }

    /** The word at an index from 0, empty beyond the last. */
    public String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    public boolean contains(String... any) {
        return Set.of(any).stream().anyMatch(words::contains);
    }

    public boolean startsWith(String first) {
        return String.join(" ", words.subList(0, Math.min(words.size(), first.split(" ").length))).equals(first);
    }
}
