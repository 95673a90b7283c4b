package io.quarkiverse.isolatedschema.runtime.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;

/** What lies between an application and its server, and can be slow, fall silent, or break. */
public final class Network implements AutoCloseable {

    private final int to;

    private final ServerSocket entry;

    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private volatile Duration delay = Duration.ZERO;

    private volatile boolean silent;

    private Network(int to, ServerSocket entry) {
        this.to = to;
        this.entry = entry;
    }

    public static Network to(PostgresServer server) {
        try {
            Network network = new Network(server.port(), new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            daemon(network::accept);
            return network;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "network");
        thread.setDaemon(true);
        thread.start();
    }

    /** The URL of a database on the other side. */
    public JdbcUrl url(String database) {
        return JdbcUrl.parse("jdbc:postgresql://localhost:" + entry.getLocalPort() + "/" + database).orElseThrow();
    }

    /** Every answer takes that much longer. */
    public void slow(Duration longer) {
        delay = longer;
    }

    /** Nothing comes through any more, and nobody is told. */
    public void fallSilent() {
        silent = true;
    }

    /** Every connection is lost; new ones are possible. */
    public void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entry.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.addAll(List.of(client, server));
                daemon(() -> carry(client, server, false));
                daemon(() -> carry(server, client, true));
            }
        } catch (IOException closed) {
            // nobody comes through any more
        }
    }

    private void carry(Socket from, Socket into, boolean answers) {
        byte[] bytes = new byte[8192];
        try (from; into; InputStream in = from.getInputStream(); OutputStream out = into.getOutputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (answers && !delay.isZero()) {
                    Thread.sleep(delay.toMillis());
                }
                if (!silent) {
                    out.write(bytes, 0, count);
                    out.flush();
                }
            }
        } catch (IOException lost) {
            // so is the other side
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every connection is lost, and new ones are refused. */
    @Override
    public void close() throws IOException {
        entry.close();
        cut();
    }
}
