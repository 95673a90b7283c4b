package io.quarkiverse.isolatedschema.bench.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

import io.quarkiverse.isolatedschema.bench.result.Machine;

/** Tells what this machine is. */
final class ThisMachine {

    private static final long GIBIBYTE = 1L << 30;

    private ThisMachine() {
    }

    static Machine with(Server server) throws SQLException, IOException {
        long memory = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new Machine(processor(), Runtime.getRuntime().availableProcessors(), Math.round((double) memory / GIBIBYTE),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                server.ask("postgres", "show server_version"), Files.getFileStore(server.data()).type());
    }

    /** Known on Linux; elsewhere only the architecture is. */
    private static String processor() throws IOException {
        Path facts = Path.of("/proc/cpuinfo");
        String architecture = System.getProperty("os.arch");
        if (!Files.exists(facts)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(facts)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse(architecture);
        }
    }
}
