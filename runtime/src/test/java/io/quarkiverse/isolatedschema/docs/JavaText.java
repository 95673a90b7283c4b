package io.quarkiverse.isolatedschema.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java source as words, literals and signs, without comments. */
final class JavaText {

    private static final Pattern TOKEN = Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"((?:\\\\.|[^\"\\\\])*)\""
            + "|'(?:\\\\.|[^'\\\\])+'|[\\p{L}_$][\\p{L}\\p{N}_$]*|->|\\S", Pattern.DOTALL);

    private final List<String> tokens = new ArrayList<>();

    JavaText(String source) {
        Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            if (!token.group().startsWith("/*") && !token.group().startsWith("//")) {
                tokens.add(token.group());
            }
        }
    }

    int size() {
        return tokens.size();
    }

    /** The token at that place; empty before the first and after the last one. */
    String at(int place) {
        return place >= 0 && place < tokens.size() ? tokens.get(place) : "";
    }

    boolean isString(int place) {
        return at(place).startsWith("\"") && !at(place).startsWith("\"\"\"");
    }

    /** What the literal says. */
    String string(int place) {
        return at(place).substring(1, at(place).length() - 1).translateEscapes();
    }

    /**
     * The text that an expression makes, with an ellipsis for all that is not literally there.
     *
     * @param start where its first literal is
     */
    String expression(int start) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (int i = start; i < size() && !(depth == 0 && at(i).matches("[;,?:]")); i++) {
            depth += at(i).matches("[({]") ? 1 : at(i).matches("[)}]") ? -1 : 0;
            if (depth < 0) {
                break;
            }
            if (isString(i)) {
                text.append(string(i).replaceAll("%[sd]|\\{\\d}", "…"));
            } else if (at(i).matches("[\\p{L}_$].*")) {
                text.append('…');
            }
        }
        return text.toString().replaceAll("…+", "…");
    }
}
