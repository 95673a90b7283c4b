package io.quarkiverse.isolatedschema.runtime.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkiverse.isolatedschema.runtime.postgres.JdbcUrl;

/**
 * Stands before a server and treats what a client asks for when its connection begins as pgbouncer does: it knows few
 * parameters, and refuses the others, or drops them where it is told to ignore them.
 */
public final class Pooler implements Closeable {

    private static final Set<String> KNOWN = Set.of("user", "database", "application_name", "client_encoding", "datestyle",
            "timezone", "extra_float_digits");

    private static final int SSL_REQUEST = 80877103;

    private static final int GSS_REQUEST = 80877104;

    private final ServerSocket listening;

    private final int server;

    private final boolean ignoresOthers;

    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private Pooler(int server, boolean ignoresOthers) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        this.ignoresOthers = ignoresOthers;
        run(() -> {
            while (true) {
                Socket client = keep(listening.accept());
                run(() -> serve(client));
            }
        });
    }

    public static Pooler refusing(PostgresServer server) throws IOException {
        return new Pooler(server.port(), false);
    }

    public static Pooler ignoring(PostgresServer server) throws IOException {
        return new Pooler(server.port(), true);
    }

    /** The URL of a database behind it. */
    public JdbcUrl url(String database) {
        return JdbcUrl.parse("jdbc:postgresql://localhost:" + listening.getLocalPort() + "/" + database).orElseThrow();
    }

    private Socket keep(Socket socket) {
        open.add(socket);
        return socket;
    }

    private void serve(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        int length = in.readInt();
        int code = in.readInt();
        while (code == SSL_REQUEST || code == GSS_REQUEST) {
            out.write('N');
            length = in.readInt();
            code = in.readInt();
        }
        String[] asked = new String(in.readNBytes(length - 8), StandardCharsets.UTF_8).split("\0", -1);
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (int i = 0; i + 1 < asked.length && !asked[i].isEmpty(); i += 2) {
            if (KNOWN.contains(asked[i].toLowerCase(Locale.ROOT))) {
                passed.writeBytes((asked[i] + "\0" + asked[i + 1] + "\0").getBytes(StandardCharsets.UTF_8));
            } else if (!ignoresOthers) {
                refuse(out, asked[i]);
                client.close();
                return;
            }
        }
        passed.write(0);
        connect(client, code, passed.toByteArray());
    }

    private static void refuse(DataOutputStream out, String parameter) throws IOException {
        byte[] fields = ("SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: " + parameter + "\0\0")
                .getBytes(StandardCharsets.UTF_8);
        out.write('E');
        out.writeInt(fields.length + 4);
        out.write(fields);
        out.flush();
    }

    private void connect(Socket client, int code, byte[] parameters) throws IOException {
        Socket behind = keep(new Socket(InetAddress.getLoopbackAddress(), server));
        DataOutputStream out = new DataOutputStream(behind.getOutputStream());
        out.writeInt(parameters.length + 8);
        out.writeInt(code);
        out.write(parameters);
        out.flush();
        run(() -> pass(client, behind));
        run(() -> pass(behind, client));
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // whoever closed it knows
            }
        }, "pooler");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
