package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkiverse.isolatedschema.deployment.devservices.Manifest.Entry;
import io.quarkiverse.isolatedschema.deployment.devservices.Manifest.Kind;

/**
 * Copies what a manifest names, and nothing else, by several threads. What is copied is closed to everybody else, and is
 * checked on the way, so that a copy is whole or there is none.
 */
final class TreeCopy {

    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private TreeCopy() {
    }

    /**
     * Copies a directory of files and directories.
     *
     * @param manifest what it holds
     * @param from the directory
     * @param to where to; it may exist
     * @throws DamagedException if the directory is not as the manifest says
     * @throws IOException if the copy cannot be written
     */
    static void copy(Manifest manifest, Path from, Path to) throws IOException {
        PrivateDirectories.create(to, false);
        for (Entry entry : manifest.entries()) {
            if (entry.kind() == Kind.DIRECTORY) {
                PrivateDirectories.create(entry.in(to), false);
            }
        }
        FileAttribute<?>[] onlyUs = PrivateDirectories.fileAttributes(to);
        inParallel(manifest, entry -> {
            try (FileChannel copy = FileChannel.open(entry.in(to), NEW, onlyUs)) {
                entry.compare(CheckedFile.copy(entry.in(from), entry.size(), copy));
            }
        });
    }

    /**
     * Reads a directory, to see whether it still is what it was.
     *
     * @param manifest what it holds
     * @param root the directory
     * @throws DamagedException if it is not
     */
    static void verify(Manifest manifest, Path root) throws IOException {
        for (Entry entry : manifest.entries()) {
            if (entry.kind() == Kind.LINK && !entry.check().equals(target(entry.in(root)))) {
                throw new DamagedException("'" + entry.in(root) + "' does not lead where it did", null);
            }
        }
        inParallel(manifest, entry -> entry.compare(CheckedFile.checksum(entry.in(root), entry.size())));
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private interface FileAction {

        void on(Entry file) throws IOException;
    }

    /** Ends when nobody works any more, also if it fails: somebody may delete the copy then. */
    private static void inParallel(Manifest manifest, FileAction action) throws IOException {
        AtomicReference<IOException> failure = new AtomicReference<>();
        manifest.entries().parallelStream().filter(Entry::isFile).filter(file -> failure.get() == null).forEach(file -> {
            try {
                action.on(file);
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            }
        });
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
