package io.redisreplicaset.operator.topology;

import java.time.Instant;
import java.util.Optional;

/// How the last change of master went.
///
/// @param detectMillis from the old master's last sign of life to the judgement
/// @param totalMillis from that sign of life to the new master's writes
public record LastFailover(
        Optional<String> from, String to, String reason, long detectMillis, long totalMillis, Instant at) {}
