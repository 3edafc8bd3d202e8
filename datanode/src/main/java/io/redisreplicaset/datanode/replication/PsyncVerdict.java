package io.redisreplicaset.datanode.replication;

/// The answer to a [PsyncRequest].
public sealed interface PsyncVerdict {
    /// Send the bytes from `fromOffset` on, under the history's present id.
    record Resume(long fromOffset) implements PsyncVerdict {}

    /// Send a snapshot first.
    record FullSync(Reason why) implements PsyncVerdict {}

    /// Why a request cannot be continued. The sentence goes into the log.
    enum Reason {
        ASKED_FOR_EVERYTHING("the replica has no history to go on from"),
        UNKNOWN_HISTORY("the replica's history is neither ours nor the one before it"),
        PAST_THE_FORK("the replica holds bytes of the history before ours that ours does not have"),
        NO_BACKLOG("no part of the stream is kept"),
        FALLEN_BEHIND("the bytes it needs are no longer kept"),
        AHEAD_OF_US("the replica asks for bytes that were not written yet");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
