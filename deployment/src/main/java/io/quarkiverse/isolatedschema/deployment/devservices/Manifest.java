package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What a directory of the cache has to hold: each file with its size and its checksum, and a note. The last line is the
 * checksum
 * of all before it, so that half a manifest, or one that was changed, is none.
 */
final class Manifest {

    private static final String HEADER = "quarkus-isolated-schema 1";

    private static final String SEPARATOR = "\t";

    /** What stands in a directory. */
    enum Kind {
        /** Made before everything in it. */
        DIRECTORY,
        /** An ordinary file, a program or not. */
        FILE,
        /** A symbolic link. */
        LINK
    }

    /**
     * @param kind what it is
     * @param size its bytes, 0 for what is no file
     * @param check the checksum of a file, as CRC-32C; the target of a link; else {@code -}
     * @param path where it is, with slashes
     */
    record Entry(Kind kind, long size, String check, String path) {

        boolean isFile() {
            return kind == Kind.FILE;
        }

        Path in(Path root) {
            return root.resolve(path);
        }

        /** @throws DamagedException if the checksum is another one */
        void compare(int actual) throws DamagedException {
            if (!check.equals(Integer.toHexString(actual))) {
                throw new DamagedException("'" + path + "' is not what was put there", null);
            }
        }
    }

    private final String note;

    private final List<Entry> entries;

    private Manifest(String note, List<Entry> entries) {
        this.note = note;
        this.entries = entries;
    }

    /**
     * Describes a directory.
     *
     * @param root the directory
     * @param note a line of text to go with it, empty for none
     * @throws IOException if something in it cannot be read
     */
    static Manifest of(Path root, String note) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            // the walk is one of parents before children, and the list keeps its order
            List<Path> paths = tree.filter(path -> !path.equals(root)).toList();
            return new Manifest(note, paths.parallelStream().map(path -> describe(root, path)).toList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Entry describe(Path root, Path path) {
        String name = root.relativize(path).toString().replace(File.separatorChar, '/');
        try {
            if (Files.isSymbolicLink(path)) {
                return new Entry(Kind.LINK, 0, Files.readSymbolicLink(path).toString(), name);
            }
            if (Files.isDirectory(path)) {
                return new Entry(Kind.DIRECTORY, 0, "-", name);
            }
            long size = Files.size(path);
            return new Entry(Kind.FILE, size, Integer.toHexString(CheckedFile.checksum(path, size)), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param file where it was written to
     * @throws DamagedException if it is not whole
     */
    static Manifest read(Path file) throws DamagedException {
        try {
            String text = Files.readString(file);
            int end = text.lastIndexOf('\n', text.length() - 2) + 1;
            if (!text.startsWith(HEADER + SEPARATOR) || !text.substring(end).equals(checksum(text.substring(0, end)) + "\n")) {
                throw new DamagedException("'" + file + "' is not whole", null);
            }
            List<String> lines = text.substring(0, end).lines().toList();
            List<Entry> entries = new ArrayList<>(lines.size());
            lines.subList(1, lines.size()).forEach(line -> entries.add(entry(line.split(SEPARATOR))));
            return new Manifest(lines.get(0).substring(HEADER.length() + SEPARATOR.length()), entries);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DamagedException("'" + file + "' cannot be read", e);
        }
    }

    private static Entry entry(String[] fields) {
        return new Entry(Kind.valueOf(fields[0]), Long.parseLong(fields[1]), fields[2], fields[3]);
    }

    /**
     * @param file where to write it
     * @throws IOException if that is not possible
     */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append(SEPARATOR).append(note).append('\n');
        entries.forEach(entry -> text.append(entry.kind()).append(SEPARATOR).append(entry.size()).append(SEPARATOR)
                .append(entry.check()).append(SEPARATOR).append(entry.path()).append('\n'));
        PrivateFile.write(file, text + checksum(text.toString()) + "\n");
    }

    private static String checksum(String text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(checksum.getValue());
    }

    /** Directories before what they hold. */
    List<Entry> entries() {
        return entries;
    }

    /** The line of text that goes with it. */
    String note() {
        return note;
    }
}
