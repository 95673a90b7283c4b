package org.acme.orders.collision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The XML reports that a Surefire execution left in a directory. */
final class Reports {

    /**
     * One test method's fate.
     *
     * @param testClass the class's simple name
     * @param method the method's name
     * @param failure what failed, with its stack trace; null if the method passed or was skipped
     */
    record Outcome(String testClass, String method, String failure) {

        boolean failed() {
            return failure != null;
        }
    }

    private Reports() {
    }

    static List<Outcome> read(Path directory) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path report : files.filter(file -> file.toString().endsWith(".xml")).toList()) {
                NodeList testcases = parse(report).getElementsByTagName("testcase");
                for (int i = 0; i < testcases.getLength(); i++) {
                    outcomes.add(outcome((Element) testcases.item(i)));
                }
            }
        }
        return outcomes;
    }

    private static Outcome outcome(Element testcase) {
        String name = testcase.getAttribute("classname");
        String failure = Stream.of("failure", "error")
                .map(testcase::getElementsByTagName)
                .filter(nodes -> nodes.getLength() > 0)
                .map(nodes -> nodes.item(0).getTextContent())
                .findFirst()
                .orElse(null);
        return new Outcome(name.substring(name.lastIndexOf('.') + 1), testcase.getAttribute("name"), failure);
    }

    private static Document parse(Path report) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        } catch (Exception e) {
            throw new IllegalStateException(report + " can't be read", e);
        }
    }
}
