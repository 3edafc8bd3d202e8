package io.redisreplicaset.datanode.engine;

/// Contributes lines to sections of INFO.
public interface InfoSource {
    /// Adds `name:value` lines to a section that it knows something about.
    ///
    /// @param section lower-case name, for example `replication`
    void describe(String section, InfoReport.Lines lines);
}
