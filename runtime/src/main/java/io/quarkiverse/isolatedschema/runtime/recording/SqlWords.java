package io.quarkiverse.isolatedschema.runtime.recording;

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
record SqlWords(List<String> words, Set<String> called, int questionMarks) {

    static SqlWords of(String sql, boolean standardStrings) {
        char[] text = sql.toCharArray();
        List<String> words = new ArrayList<>();
        Set<String> called = new LinkedHashSet<>();
        int questionMarks = 0;
        boolean afterWord = false;
        for (int at = 0; at < text.length; at++) {
            int start = at;
            boolean word = false;
            switch (text[at]) {
                case '\'' -> at = Parser.parseSingleQuotes(text, at, standardStrings);
                case '"' -> {
                    at = Parser.parseDoubleQuotes(text, at);
                    words.add(sql.substring(start + 1, Math.min(at, text.length)).replace("\"\"", "\""));
                    word = true;
                }
                case '-' -> at = Parser.parseLineComment(text, at);
                case '/' -> at = Parser.parseBlockComment(text, at);
                case '$' -> at = Parser.parseDollarQuotes(text, at);
                case '?' -> questionMarks++;
                case '(' -> {
                    if (afterWord) {
                        called.add(words.get(words.size() - 1));
                    }
                }
                default -> {
                    if (Parser.isIdentifierStartChar(text[at])) {
                        at = endOfWord(text, at);
                        words.add(sql.substring(start, at + 1).toLowerCase(Locale.ROOT));
                        word = true;
                    }
                }
            }
            boolean blank = Character.isWhitespace(text[start]) || at > start && (text[start] == '-' || text[start] == '/');
            afterWord = word || afterWord && blank;
        }
        return new SqlWords(words, called, questionMarks);
    }

    private static int endOfWord(char[] text, int start) {
        int at = start;
        while (at + 1 < text.length && Parser.isIdentifierContChar(text[at + 1])) {
            at++;
        }
        return at;
    }

    /** The word at an index from 0, empty beyond the last. */
    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    boolean contains(String... any) {
        return Set.of(any).stream().anyMatch(words::contains);
    }

    boolean startsWith(String first) {
        return String.join(" ", words.subList(0, Math.min(words.size(), first.split(" ").length))).equals(first);
    }
}
