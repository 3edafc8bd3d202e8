package io.redisreplicaset.operator.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Who can reach whom, how long it takes, and what gets lost on the way. Hosts are names; a cut has a direction.
///
/// Two kinds of traffic: a [Lane] is one direction of a connection, in order and without loss, and only waits
/// while it is cut; a datagram may be lost, doubled, and overtaken.
final class Network {
    /// @param lossPercent of datagrams
    /// @param doublePercent of datagrams
    record Weather(long leastNanos, long mostNanos, int lossPercent, int doublePercent) {
        static final Weather CALM = new Weather(VirtualTime.MS, VirtualTime.MS, 0, 0);
    }

    private record Cut(String from, String to) {}

    private final VirtualTime time;
    private final SplittableRandom random;
    private final Set<Cut> cuts = new LinkedHashSet<>();
    /// Machines that have failed, and what is tried until they are back.
    private final Map<String, List<Runnable>> down = new HashMap<>();
    private final List<Lane> waiting = new ArrayList<>();
    private Weather weather = Weather.CALM;

    Network(VirtualTime time, SplittableRandom random) {
        this.time = time;
        this.random = random;
    }

    void weather(Weather newWeather) {
        weather = newWeather;
    }

    VirtualTime time() {
        return time;
    }

    boolean isCut(String from, String to) {
        return !cuts.isEmpty() && cuts.contains(new Cut(from, to));
    }

    void cut(String from, String to) {
        cuts.add(new Cut(from, to));
    }

    void cutBothWays(String a, String b) {
        cut(a, b);
        cut(b, a);
    }

    void heal(String from, String to) {
        cuts.remove(new Cut(from, to));
        resume();
    }

    void healBothWays(String a, String b) {
        cuts.remove(new Cut(a, b));
        heal(b, a);
    }

    void healAll() {
        cuts.clear();
        resume();
    }

    /// A machine fails.
    void goesDown(String host) {
        down.putIfAbsent(host, new ArrayList<>());
    }

    void comesUp(String host) {
        List<Runnable> tried = down.remove(host);
        if (tried != null) {
            tried.forEach(Runnable::run);
        }
    }

    /// Now, or when the machine is back.
    void whenUp(String host, Runnable then) {
        List<Runnable> tried = down.get(host);
        if (tried == null) {
            then.run();
        } else {
            tried.add(then);
        }
    }

    private void resume() {
        List<Lane> lanes = List.copyOf(waiting);
        waiting.clear();
        lanes.forEach(Lane::deliver);
    }

    /// To be told when a cut is healed.
    void waits(Lane lane) {
        waiting.add(lane);
    }

    long latency() {
        long spread = weather.mostNanos() - weather.leastNanos();
        return weather.leastNanos() + (spread <= 0 ? 0 : random.nextLong(spread));
    }

    /// Arrives once, not at all, or twice.
    void datagram(String from, String to, Runnable arrival) {
        if (isCut(from, to) || happens(weather.lossPercent())) {
            return;
        }
        time.after(latency(), arrival);
        if (happens(weather.doublePercent())) {
            time.after(latency() + random.nextLong(2 * VirtualTime.SECOND), arrival);
        }
    }

    private boolean happens(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }
}
