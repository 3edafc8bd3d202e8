package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.NodeRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A place where a node's processes run one after another: a name, an address, a disk.
final class Pod {
    private static final int PORT = 6379;

    private final String name;
    private final String host;
    private final String revision;
    private final Disk disk;
    private final Optional<String> idOfTheDiskBefore;
    private final List<Runnable> keptForLater = new ArrayList<>();
    private Optional<NodeProcess> process = Optional.empty();
    private Optional<NodeRole> label = Optional.empty();
    private boolean isDeleting;
    private boolean isReady;
    private boolean isFrozen;
    private boolean isGone;

    Pod(String name, String host, String revision, Disk disk, Optional<String> idOfTheDiskBefore) {
        this.name = name;
        this.host = host;
        this.revision = revision;
        this.disk = disk;
        this.idOfTheDiskBefore = idOfTheDiskBefore;
    }

    String name() {
        return name;
    }

    /// The name by which the network knows it: no two pods ever have the same.
    String host() {
        return host;
    }

    Address address() {
        return new Address(host, PORT);
    }

    String revision() {
        return revision;
    }

    Disk disk() {
        return disk;
    }

    /// Of the disk that this name had before, where this pod has a new one.
    Optional<String> idOfTheDiskBefore() {
        return idOfTheDiskBefore;
    }

    Optional<NodeProcess> process() {
        return process;
    }

    void runs(NodeProcess started) {
        process = Optional.of(started);
    }

    void processEnded() {
        process = Optional.empty();
        keptForLater.clear();
        isFrozen = false;
    }

    // ------------------------------------------------------------------ what the cluster says of it

    Optional<NodeRole> label() {
        return label;
    }

    void label(NodeRole role) {
        label = Optional.of(role);
    }

    boolean isDeleting() {
        return isDeleting;
    }

    void isToBeDeleted() {
        isDeleting = true;
    }

    boolean isReady() {
        return isReady;
    }

    /// @return whether that is news
    boolean ready(boolean ready) {
        boolean wasReady = isReady;
        isReady = ready;
        return wasReady != ready;
    }

    /// The cluster has forgotten it. Its process may live on.
    boolean isGone() {
        return isGone;
    }

    void isForgotten() {
        isGone = true;
    }

    // ------------------------------------------------------------------ SIGSTOP

    boolean isFrozen() {
        return isFrozen;
    }

    void freeze() {
        isFrozen = process.isPresent();
    }

    void keepsForLater(Runnable turn) {
        keptForLater.add(turn);
    }

    /// Goes on, with what has arrived meanwhile.
    void thaw() {
        isFrozen = false;
        List<Runnable> turns = List.copyOf(keptForLater);
        keptForLater.clear();
        turns.forEach(Runnable::run);
    }
}
