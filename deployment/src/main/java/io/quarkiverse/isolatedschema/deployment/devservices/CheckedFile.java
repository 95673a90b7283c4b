package io.quarkiverse.isolatedschema.deployment.devservices;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A file that is read for its checksum, and copied on the way if need be. */
final class CheckedFile {

    /** What a write-ahead log has 128 of, all of them zeros but one. */
    private static final int BLOCK = 1 << 17;

    private static final byte[] ZEROS = new byte[BLOCK];

    private CheckedFile() {
    }

    /**
     * @param file the file
     * @return its CRC-32C
     * @throws DamagedException if it cannot be read, or has not that size
     */
    static int checksum(Path file, long size) throws IOException {
        return read(file, size, null);
    }

    /**
     * Copies a file. Blocks of zeros take no room, where the file system has files with holes.
     *
     * @param from the file
     * @param size its size
     * @param to a file just made, empty
     * @return the CRC-32C of what was read
     * @throws DamagedException if the file cannot be read, or has not that size
     * @throws IOException if the copy cannot be written
     */
    static int copy(Path from, long size, FileChannel to) throws IOException {
        return read(from, size, to);
    }

    private static int read(Path from, long size, FileChannel to) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, Math.max(1, size)));
        try (FileChannel channel = open(from)) {
            long position = 0;
            for (int length = fill(from, channel, block); length > 0; length = fill(from, channel, block)) {
                checksum.update(block.array(), 0, length);
                if (to != null) {
                    write(to, block, position, size);
                }
                position += length;
            }
            if (position != size) {
                throw new DamagedException("'" + from + "' has " + position + " bytes instead of " + size, null);
            }
        }
        return (int) checksum.getValue();
    }

    private static FileChannel open(Path file) throws DamagedException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new DamagedException("'" + file + "' cannot be opened", e);
        }
    }

    private static int fill(Path file, FileChannel channel, ByteBuffer block) throws DamagedException {
        block.clear();
        try {
            while (block.hasRemaining() && channel.read(block) >= 0) {
                // until it is full, or the file is at its end
            }
        } catch (IOException e) {
            throw new DamagedException("'" + file + "' cannot be read", e);
        }
        return block.flip().remaining();
    }

    /** The last byte is written in any case, since it makes the size. */
    private static void write(FileChannel to, ByteBuffer block, long position, long size) throws IOException {
        int length = block.limit();
        boolean hole = length == BLOCK && Arrays.equals(block.array(), ZEROS);
        if (hole && position + length < size) {
            return;
        }
        if (hole) {
            block.position(length - 1);
        }
        long next = position + block.position();
        while (block.hasRemaining()) {
            next += to.write(block, next);
        }
    }
}
