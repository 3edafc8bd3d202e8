package io.redisreplicaset.operator.api;

import java.util.List;

/// A `RedisReplicaSet` as a person wrote it into a file, read without an API server.
///
/// Everything that `kubectl apply` would refuse is refused here too, and so is a field that nobody knows: in a file it
/// is a slip of the pen.
public sealed interface Manifest {
    /// A set that is valid and complete, its defaults filled in.
    record Accepted(RedisReplicaSet set) implements Manifest {}

    /// What is wrong; at least one problem.
    record Refused(List<Problem> problems) implements Manifest {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /// Reads the text of a file that holds one document.
    static Manifest read(String yaml) {
        return new ManifestReader().read(yaml);
    }
}
