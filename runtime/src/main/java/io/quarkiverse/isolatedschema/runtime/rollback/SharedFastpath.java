package io.quarkiverse.isolatedschema.runtime.rollback;

import java.sql.SQLException;

import org.postgresql.core.BaseConnection;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.fastpath.FastpathArg;

/** Calls functions of the server without SQL, as large objects do, when its session's turn has come. */
@SuppressWarnings("deprecation")
final class SharedFastpath extends Fastpath {

    private final SharedSession session;

    SharedFastpath(BaseConnection connection, SharedSession session) {
        super(connection);
        this.session = session;
    }

    @Override
    public byte[] fastpath(int function, FastpathArg[] args) throws SQLException {
        try {
            return (byte[]) session.run(() -> Effect.OPAQUE, () -> super.fastpath(function, args));
        } catch (SQLException | RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new SQLException(impossible);
        }
    }
}
