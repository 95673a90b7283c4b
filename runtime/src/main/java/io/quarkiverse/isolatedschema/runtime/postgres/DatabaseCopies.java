package io.quarkiverse.isolatedschema.runtime.postgres;

import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.execute;
import static io.quarkiverse.isolatedschema.runtime.postgres.Databases.identifier;

import java.sql.Connection;
import java.sql.SQLException;

import org.jboss.logging.Logger;

/**
 * Makes databases as copies of others, in the way that suits the server.
 * <p>
 * On a server of ours the files are copied, which is faster where the data lies in memory, although the server has to write
 * a checkpoint; other servers choose for themselves. Since Postgres 18 a copy of files may share their blocks until they
 * change, where the platform and the file system can: that is tried with the first copy and remembered.
 */
public final class DatabaseCopies {

    private static final Logger log = Logger.getLogger(DatabaseCopies.class);

    private static final int STRATEGY_SINCE = 15;

    private static final int SHARED_BLOCKS_SINCE = 18;

    /** What the server says of a database that somebody is connected to. */
    public static final String IN_USE = "55006";

    private enum SharedBlocks {
        UNTRIED,
        WORK,
        REFUSED
    }

    private final boolean serverIsOurs;

    private SharedBlocks sharedBlocks = SharedBlocks.UNTRIED;

    /** @param serverIsOurs whether nobody but us uses the server, so that its disk and settings are ours to choose */
    public DatabaseCopies(boolean serverIsOurs) {
        this.serverIsOurs = serverIsOurs;
    }

    /**
     * Copies a database. The source may have no session but the asking one; the server waits five seconds for others. The
     * copy carries the {@link Marker} from its first instant.
     *
     * @param connection asks; in auto-commit mode
     * @param name the name of the copy
     * @param source the name of the source
     * @param owner the role that owns the copy
     * @throws SQLException when the server refuses, among others with {@value #IN_USE} for a source in use; nothing of the copy
     *         is
     *         left then
     */
    public synchronized void copy(Connection connection, String name, String source, String owner) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        boolean files = serverIsOurs && version >= STRATEGY_SINCE;
        String create = "create database %s owner %s template %s connection limit %d%s".formatted(
                identifier(connection, name), identifier(connection, owner), identifier(connection, source),
                Marker.CONNECTION_LIMIT, files ? " strategy file_copy" : "");
        if (serverIsOurs && version >= SHARED_BLOCKS_SINCE && sharedBlocks != SharedBlocks.REFUSED) {
            createSharingBlocks(connection, create);
        } else {
            execute(connection, create);
        }
    }

    private void createSharingBlocks(Connection connection, String create) throws SQLException {
        try {
            execute(connection, "set file_copy_method = clone");
            execute(connection, create);
            if (sharedBlocks == SharedBlocks.UNTRIED) {
                log.debug("Databases are copied by file_copy_method 'clone': the server's platform can");
                sharedBlocks = SharedBlocks.WORK;
            }
        } catch (SQLException refused) {
            if (sharedBlocks == SharedBlocks.WORK || IN_USE.equals(refused.getSQLState())) {
                throw refused;
            }
            createWithoutSharing(connection, create, refused);
        }
    }

    /** Whatever was refused, it was the fault of the method only if it is possible without. */
    private void createWithoutSharing(Connection connection, String create, SQLException refused) throws SQLException {
        execute(connection, "set file_copy_method = copy");
        try {
            execute(connection, create);
        } catch (SQLException again) {
            again.addSuppressed(refused);
            throw again;
        }
        log.debugf(refused, "Databases are copied by file_copy_method 'copy', since the server refuses 'clone'");
        sharedBlocks = SharedBlocks.REFUSED;
    }
}
