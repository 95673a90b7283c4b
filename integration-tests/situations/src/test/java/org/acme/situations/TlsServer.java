package org.acme.situations;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A server that lets nobody in without encryption, with a certificate that it signed itself for {@code localhost}. */
final class TlsServer implements AutoCloseable {

    private static final String STORE_PASSWORD = "changeit";

    private final EmbeddedPostgres postgres;

    private final Path certificate;

    TlsServer(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore store = selfSigned(directory.resolve("keys.p12"));
        certificate = pem(directory.resolve("it's the certificate.pem"), "CERTIFICATE",
                store.getCertificate("server").getEncoded());
        Path served = Files.copy(certificate, directory.resolve("server.crt"));
        Path key = pem(directory.resolve("server.key"), "PRIVATE KEY",
                store.getKey("server", STORE_PASSWORD.toCharArray()).getEncoded());
        Path rules = Files.writeString(directory.resolve("rules.conf"),
                "hostssl all postgres all trust\nhostssl all all all scram-sha-256\n");
        postgres = EmbeddedPostgres.builder().setOverrideWorkingDirectory(new File("target/postgres"))
                .setServerConfig("fsync", "off").setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", served.toString()).setServerConfig("ssl_key_file", key.toString())
                .setServerConfig("hba_file", rules.toString()).start();
    }

    private static KeyStore selfSigned(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        Process made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "server", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
                "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", STORE_PASSWORD)
                .inheritIO().start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool fails");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, STORE_PASSWORD.toCharArray());
        }
        return store;
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' })
                .encodeToString(content) + "\n-----END " + kind + "-----\n");
    }

    /** What clients verify the server by. */
    Path certificate() {
        return certificate;
    }

    String url(String database) {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> query(String sql) throws SQLException {
        List<String> column = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        }
        return column;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url("postgres"), "postgres", "");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
