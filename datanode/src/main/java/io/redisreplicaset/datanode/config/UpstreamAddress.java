package io.redisreplicaset.datanode.config;

import java.util.List;

/// `replicaof <host> <port>`, or `replicaof no one` for a master.
///
/// @param host empty for a master
public record UpstreamAddress(String host, int port) {
    public static final UpstreamAddress NONE = new UpstreamAddress("", 0);

    public boolean isNone() {
        return host.isEmpty();
    }

    record Type() implements ValueType<UpstreamAddress> {
        @Override
        public UpstreamAddress parse(List<String> given) throws ConfigException {
            List<String> words = new ValueType.Words().parse(given);
            if (words.isEmpty()) {
                return NONE;
            }
            if (words.size() != 2) {
                throw new ConfigException("wrong number of arguments");
            }
            if (words.get(0).equalsIgnoreCase("no") && words.get(1).equalsIgnoreCase("one")) {
                return NONE;
            }
            try {
                int port = Integer.parseInt(words.get(1));
                if (port > 0 && port <= 65535) {
                    return new UpstreamAddress(words.get(0), port);
                }
            } catch (NumberFormatException notWhole) {
                // Said below.
            }
            throw new ConfigException("Invalid master port");
        }

        @Override
        public String render(UpstreamAddress value) {
            return value.isNone() ? "" : value.host + " " + value.port;
        }

        @Override
        public boolean takesManyWords() {
            return true;
        }
    }
}
