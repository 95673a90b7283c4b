package io.quarkiverse.isolatedschema.runtime.rollback;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.SQLException;

import org.postgresql.copy.CopyDual;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.ByteStreamWriter;

/** Copies rows in and out, when its session's turn has come. A copy must be done in one call. */
final class SharedCopies extends CopyManager {

    private final SharedSession session;

    SharedCopies(SharedSession session) throws SQLException {
        super(session.physical());
        this.session = session;
    }

    private interface Copying {

        long rows(CopyManager copies) throws SQLException, IOException;
    }

    /** The driver sets no savepoint before a copy. */
    private long copy(String sql, Copying copying) throws SQLException, IOException {
        try {
            return (long) session.run(() -> session.kinds().of(sql).and(Effect.OPAQUE),
                    () -> copying.rows(session.physical().getCopyAPI()));
        } catch (SQLException | IOException | RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new SQLException(impossible);
        }
    }

    @Override
    public CopyIn copyIn(String sql) throws SQLException {
        throw Refusals.copyInSteps(sql);
    }

    @Override
    public CopyOut copyOut(String sql) throws SQLException {
        throw Refusals.copyInSteps(sql);
    }

    @Override
    public CopyDual copyDual(String sql) throws SQLException {
        throw Refusals.copyInSteps(sql);
    }

    @Override
    public long copyOut(String sql, Writer to) throws SQLException, IOException {
        return copy(sql, copies -> copies.copyOut(sql, to));
    }

    @Override
    public long copyOut(String sql, OutputStream to) throws SQLException, IOException {
        return copy(sql, copies -> copies.copyOut(sql, to));
    }

    @Override
    public long copyIn(String sql, Reader from, int bufferSize) throws SQLException, IOException {
        return copy(sql, copies -> copies.copyIn(sql, from, bufferSize));
    }

    @Override
    public long copyIn(String sql, InputStream from, int bufferSize) throws SQLException, IOException {
        return copy(sql, copies -> copies.copyIn(sql, from, bufferSize));
    }

    @Override
    public long copyIn(String sql, ByteStreamWriter from) throws SQLException, IOException {
        return copy(sql, copies -> copies.copyIn(sql, from));
    }
}
