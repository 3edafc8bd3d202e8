package io.redisreplicaset.datanode.replication;

import java.util.Optional;

/// How a receiver knows where a snapshot ends that comes over a link: the line that goes before it.
///
/// A snapshot from a file is announced by its length. One that is made while it is sent has none: it ends with a
/// mark that was drawn at random and announced before. Neither form has a line end behind its last byte.
public sealed interface SnapshotFraming {
    /// Bytes of an end mark.
    int MARK_BYTES = 40;

    /// The announcing line, without its end.
    String header();

    /// `$<bytes>`.
    record OfLength(long bytes) implements SnapshotFraming {
        public OfLength {
            if (bytes < 0) {
                throw new IllegalArgumentException("snapshot length: wanted 0 or more, got " + bytes);
            }
        }

        @Override
        public String header() {
            return "$" + bytes;
        }
    }

    /// `$EOF:<mark>`.
    record UntilMark(String mark) implements SnapshotFraming {
        public UntilMark {
            if (mark.length() != MARK_BYTES) {
                throw new IllegalArgumentException(
                        "end mark: wanted " + MARK_BYTES + " bytes, got " + mark.length() + ": '" + mark + "'");
            }
        }

        @Override
        public String header() {
            return "$EOF:" + mark;
        }
    }

    /// Reads an announcing line; empty where it is none.
    static Optional<SnapshotFraming> parse(String line) {
        if (line.startsWith("$EOF:")) {
            String mark = line.substring("$EOF:".length());
            return mark.length() == MARK_BYTES ? Optional.of(new UntilMark(mark)) : Optional.empty();
        }
        if (!line.startsWith("$") || line.length() < 2) {
            return Optional.empty();
        }
        try {
            long bytes = Long.parseLong(line.substring(1));
            return bytes >= 0 ? Optional.of(new OfLength(bytes)) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
