package io.quarkiverse.isolatedschema.bench.result;

/**
 * Where it was measured.
 *
 * @param processor the name of its model
 * @param cores how many the JVM may use
 * @param memory in GiB
 * @param system name and version
 * @param java name and version
 * @param postgres version of the server
 * @param data the kind of file system that the server's data lies on
 */
public record Machine(String processor, int cores, long memory, String system, String java, String postgres, String data) {
}
