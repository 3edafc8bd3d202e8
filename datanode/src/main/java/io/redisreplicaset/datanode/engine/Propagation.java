package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.replication.ReplicationStream;
import io.redisreplicaset.datanode.resp.Request;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// Turns what commands changed into the bytes of the history, in one place and one order.
///
/// What one client request changes (a command, or a whole transaction, with the deletions of expired keys that it met)
/// is
/// gathered and appended at once, inside MULTI and EXEC where there is more than one change.
final class Propagation {
    private static final byte[] SELECT = ascii("SELECT");
    private static final byte[] MULTI = ascii("*1\r\n$5\r\nMULTI\r\n");
    private static final byte[] EXEC = ascii("*1\r\n$4\r\nEXEC\r\n");
    private static final int NO_DATABASE = -1;

    private final ReplicationStream stream;
    private final RespWriter gathered = new RespWriter(16 * 1024);

    /// The database that the stream stands in; unknown after a new replica was told to begin.
    private int streamDatabase = NO_DATABASE;

    private BooleanSupplier isClosed = () -> false;
    private int changes;
    private int firstChangeAt;

    Propagation(ReplicationStream stream) {
        this.stream = stream;
    }

    /// While this holds nothing is appended: the history is somebody else's, and what happens here stays here.
    void closedWhile(BooleanSupplier condition) {
        isClosed = condition;
    }

    private boolean isOpen() {
        return stream.isKept() && !isClosed.getAsBoolean();
    }

    /// The next change is preceded by a SELECT: someone reads the stream from here on who does not know the database.
    void forgetDatabase() {
        streamDatabase = NO_DATABASE;
    }

    /// The database that the next change of the stream applies to, -1 where it will say so itself.
    int streamDatabase() {
        return streamDatabase;
    }

    /// After following another master: the stream stands where that one left it.
    void streamDatabase(int database) {
        streamDatabase = database;
    }

    /// Gathers what a command wants to be propagated.
    void gather(Invocation in) {
        if (in.isSuppressed() || !isOpen()) {
            return;
        }
        int database = in.database().index();
        if (!in.insteadOfRequest().isEmpty()) {
            for (byte[][] arguments : in.insteadOfRequest()) {
                gather(database, arguments);
            }
        } else if (in.dirty() > 0 || in.isForced()) {
            gather(database, in.request());
        }
    }

    void gather(int database, byte[]... arguments) {
        if (isOpen()) {
            select(database);
            gathered.request(arguments);
        }
    }

    private void gather(int database, Request request) {
        select(database);
        gathered.request(request);
    }

    private void select(int database) {
        if (database != streamDatabase) {
            gathered.request(SELECT, Integer.toString(database).getBytes(StandardCharsets.US_ASCII));
            streamDatabase = database;
        }
        if (changes++ == 0) {
            // The SELECT of the first change stands before MULTI.
            firstChangeAt = gathered.length();
        }
    }

    /// Appends what was gathered to the history.
    ///
    /// @param separately several changes have nothing to do with one another
    /// @return whether there was anything
    boolean commit(boolean separately) {
        if (changes == 0) {
            return false;
        }
        boolean isTransaction = changes > 1 && !separately;
        stream.append(gathered.buffer(), 0, firstChangeAt);
        if (isTransaction) {
            stream.append(MULTI, 0, MULTI.length);
        }
        stream.append(gathered.buffer(), firstChangeAt, gathered.length() - firstChangeAt);
        if (isTransaction) {
            stream.append(EXEC, 0, EXEC.length);
        }
        gathered.clear();
        changes = 0;
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
