package io.redisreplicaset.datanode.config;

import java.util.ArrayList;
import java.util.List;

/// `save <seconds> <changes>`: a snapshot is due when both have passed.
public record SavePoint(long seconds, long changes) {
    /// Redis's default: an hour and one change, five minutes and a hundred, a minute and ten thousand.
    static final List<SavePoint> DEFAULT =
            List.of(new SavePoint(3600, 1), new SavePoint(300, 100), new SavePoint(60, 10000));

    /// All save points in one value; no words, or one empty word, mean none.
    record ListType() implements ValueType<List<SavePoint>> {
        private static final int MAX_POINTS = 64;

        @Override
        public List<SavePoint> parse(List<String> words) throws ConfigException {
            List<String> numbers = new ValueType.Words().parse(words);
            if (numbers.size() % 2 != 0 || numbers.size() > 2 * MAX_POINTS) {
                throw new ConfigException("Invalid save parameters");
            }
            List<SavePoint> points = new ArrayList<>();
            for (int i = 0; i < numbers.size(); i += 2) {
                try {
                    long seconds = Long.parseLong(numbers.get(i));
                    long changes = Long.parseLong(numbers.get(i + 1));
                    if (seconds < 1 || changes < 0) {
                        throw new ConfigException("Invalid save parameters");
                    }
                    points.add(new SavePoint(seconds, changes));
                } catch (NumberFormatException notWhole) {
                    throw new ConfigException("Invalid save parameters");
                }
            }
            return List.copyOf(points);
        }

        @Override
        public String render(List<SavePoint> value) {
            return String.join(
                    " ",
                    value.stream()
                            .map(point -> point.seconds() + " " + point.changes())
                            .toList());
        }

        @Override
        public boolean takesManyWords() {
            return true;
        }
    }
}
