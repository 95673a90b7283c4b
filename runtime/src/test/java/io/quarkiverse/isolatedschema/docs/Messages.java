package io.quarkiverse.isolatedschema.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The errors and warnings in the sources: what is given to an {@code IsolationException} or to a logger at WARN, and in the
 * classes that are all about errors, what a method returns or a branch gives.
 */
final class Messages {

    private static final Set<String> CALLS = Set.of("IsolationException", "warn", "warnf", "warnv");

    /** What the application is told by the datasource. */
    private static final String REFUSAL = "SQLException";

    private static final Set<String> IN_ERRORS = Set.of("return", "->", "?", ":", "=");

    /** What is shorter says nothing by itself: it only passes on what others say. */
    private static final int WORDS = 20;

    private Messages() {
    }

    /** The texts of all messages, each with an ellipsis for what varies. */
    static Set<String> of(List<Path> sources) throws IOException {
        Set<String> texts = new TreeSet<>();
        for (Path directory : sources) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    texts.addAll(in(new JavaText(Files.readString(file)),
                            file.toString().matches(".*(Errors|Refusals)\\.java")));
                }
            }
        }
        return texts;
    }

    /**
     * The texts of the messages in one source.
     *
     * @param aboutErrors whether what its methods return is part of messages
     */
    static Set<String> in(JavaText source, boolean aboutErrors) {
        Set<String> texts = new TreeSet<>();
        for (int i = 0; i < source.size(); i++) {
            if (source.isString(i) && (isFirstOfCall(source, i, aboutErrors) || aboutErrors && isResult(source, i))) {
                String text = source.expression(i);
                // What begins with a blank or a full stop goes on with what another literal began.
                if (text.replace("…", "").length() >= WORDS && text.matches("(?s)['\\p{L}\\p{N}…].*")) {
                    texts.add(text);
                }
            } else if (isNameBeforeText(source, i, aboutErrors)) {
                texts.add(source.expression(i));
            }
        }
        return texts;
    }

    /** A cause may come before the text. */
    private static boolean isFirstOfCall(JavaText source, int place, boolean aboutErrors) {
        int open = source.at(place - 1).equals(",") ? place - 3 : place - 1;
        String called = source.at(open - 1);
        return source.at(open).equals("(") && (CALLS.contains(called) || aboutErrors && called.equals(REFUSAL));
    }

    private static boolean isNameBeforeText(JavaText source, int place, boolean aboutErrors) {
        return isFirstOfCall(source, place, aboutErrors) && source.at(place + 1).equals("+") && source.isString(place + 2);
    }

    private static boolean isResult(JavaText source, int place) {
        boolean constant = source.at(place - 1).equals("=") && source.at(place - 4).equals("final");
        return IN_ERRORS.contains(source.at(place - 1)) && !constant;
    }
}
