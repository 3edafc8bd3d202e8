package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.keyspace.StoredValue;
import io.redisreplicaset.datanode.keyspace.StringValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Remembers what a reader found.
final class ReadSnapshot implements RdbVisitor {
    /// A string with its expiry time.
    record Found(String value, String encoding, long expireAtMillis) {}

    final Map<String, String> aux = new LinkedHashMap<>();
    final Map<String, Found> entries = new LinkedHashMap<>();
    final List<String> events = new ArrayList<>();

    /// Reads bytes at once.
    static ReadSnapshot of(byte[] bytes) throws RdbFormatException {
        return inPieces(bytes, bytes.length);
    }

    /// Reads bytes that come in pieces of one size, each in the same array, as from a socket.
    static ReadSnapshot inPieces(byte[] bytes, int pieceBytes) throws RdbFormatException {
        ReadSnapshot found = new ReadSnapshot();
        RdbReader reader = new RdbReader(found, true);
        byte[] shared = new byte[pieceBytes];
        for (int at = 0; at < bytes.length; at += pieceBytes) {
            int part = Math.min(pieceBytes, bytes.length - at);
            System.arraycopy(bytes, at, shared, 0, part);
            if (reader.readAll(shared, 0, part) == RdbReader.Progress.OVER) {
                break;
            }
            Arrays.fill(shared, (byte) 0xEE);
        }
        reader.endOfBytes();
        return found;
    }

    static byte[] file(String name) {
        try (InputStream in = Objects.requireNonNull(ReadSnapshot.class.getResourceAsStream("/rdb/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The value of a key of database 0.
    String valueOf(String key) {
        return found(0, key).value;
    }

    Found found(int database, String key) {
        return Objects.requireNonNull(entries.get(database + "/" + key), key);
    }

    @Override
    public void aux(String name, String value) {
        aux.put(name, value);
    }

    @Override
    public void database(int index) {
        events.add("database " + index);
    }

    @Override
    public void sizes(long keys, long expiring) {
        events.add("sizes " + keys + " " + expiring);
    }

    @Override
    public void skipped(String what) {
        events.add("skipped " + what);
    }

    @Override
    public void entry(int database, byte[] key, StoredValue value, long expireAtMillis) {
        String text = switch (value) {
            case StringValue string -> new String(string.bytes(), 0, string.length(), StandardCharsets.ISO_8859_1);
        };
        events.add("entry");
        entries.put(
                database + "/" + new String(key, StandardCharsets.ISO_8859_1),
                new Found(text, value.encodingName(), expireAtMillis));
    }
}
