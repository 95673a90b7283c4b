package io.quarkiverse.isolatedschema.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import io.quarkiverse.isolatedschema.bench.result.Recorder;
import io.quarkiverse.isolatedschema.bench.result.SchemaFacts;

class ChartTest {

    private final Recorder recorder = new Recorder();

    private List<Double> widthsOfBars() throws Exception {
        String svg = new Chart(SampleResults.of(recorder)).svg();
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        NodeList bars = document.getElementsByTagName("rect");
        return IntStream.range(0, bars.getLength()).mapToObj(i -> (Element) bars.item(i))
                .filter(bar -> bar.getAttribute("x").equals("400") && bar.getAttribute("height").equals("9"))
                .map(bar -> Double.valueOf(bar.getAttribute("width"))).toList();
    }

    @Test
    void aBarIsAsLongAsTheLogarithmOfItsMedian() throws Exception {
        recorder.add(new SchemaFacts("small", 5, 5, 29));
        recorder.add("rollback", "small", 1, Map.of("total", List.of(0.1)));
        recorder.add("truncate", "small", 1, Map.of("total", List.of(1.0)));
        recorder.add("flyway-clean-migrate", "small", 1, Map.of("total", List.of(1000.0)));

        List<Double> widths = widthsOfBars();

        assertThat(widths).hasSize(3);
        assertThat(widths.get(0)).isZero();
        assertThat(widths.get(2)).isCloseTo(4 * widths.get(1), Offset.offset(0.5));
    }

    @Test
    void whatWasMeasuredInSeveralProcessesHasNoBar() throws Exception {
        recorder.add(new SchemaFacts("small", 5, 5, 29));
        recorder.add("truncate", "small", 4, Map.of("total", List.of(1.0)));

        assertThat(widthsOfBars()).isEmpty();
    }

    @Test
    void labelsAreText() {
        recorder.add(new SchemaFacts("a<b&c", 5, 5, 29));

        assertThat(new Chart(SampleResults.of(recorder)).svg()).contains(">a&lt;b&amp;c<");
    }
}
