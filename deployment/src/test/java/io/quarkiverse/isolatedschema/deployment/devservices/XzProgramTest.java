package io.quarkiverse.isolatedschema.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class XzProgramTest {

    private static final List<String> XZ = List.of("xz", "-dc");

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream output = new XZOutputStream(packed, new LZMA2Options())) {
            output.write(content);
        }
        return packed.toByteArray();
    }

    @Test
    void itUnpacks() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(4711).nextBytes(content);
        try (InputStream unpacked = XzProgram.unpack(new ByteArrayInputStream(packed(content)), XZ)) {
            assertThat(unpacked.readAllBytes()).isEqualTo(content);
        }
        try (InputStream unpacked = XzProgram.unpack(new ByteArrayInputStream(packed(content)), XZ)) {
            assertThat(unpacked.readNBytes(10)).as("the rest may be left unread").hasSize(10);
        }
    }

    @Test
    void whatIsCutOffIsAnErrorInTheEnd() throws Exception {
        byte[] packed = packed(new byte[100_000]);
        InputStream unpacked = XzProgram.unpack(new ByteArrayInputStream(Arrays.copyOf(packed, packed.length / 2)), XZ);
        unpacked.readAllBytes();

        assertThatThrownBy(unpacked::close).isInstanceOf(IOException.class).hasMessage("The program xz failed");
    }

    @Test
    void aProgramThatIsMissingIsAnErrorAtOnceAndNothingStaysOpen() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream packed = new ByteArrayInputStream(new byte[1]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        assertThatThrownBy(() -> XzProgram.unpack(packed, List.of("no-such-program"))).isInstanceOf(IOException.class);
        assertThat(closed).isTrue();
    }
}
