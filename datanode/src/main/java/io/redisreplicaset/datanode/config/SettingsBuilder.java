package io.redisreplicaset.datanode.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts the settings of a file and of the command line together. Later lines win, but for `save` and
/// `client-output-buffer-limit`, which
/// are given over several lines.
public final class SettingsBuilder {
    private final Settings settings = new Settings();
    private final Map<Directive<?>, List<String>> gathered = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /// @throws ConfigException names the line, what was wanted and what was found
    public void add(ConfigText.Line line) throws ConfigException {
        Directive<?> directive = Directives.find(line.name());
        if (directive == null) {
            throw new ConfigException(line.place() + ": unknown directive");
        }
        try {
            List<String> words = line.arguments();
            if (directive.equals(Directives.SAVE) || directive.equals(Directives.OUTPUT_LIMITS)) {
                words = gather(directive, words);
            }
            settings.apply(settings.check(directive, words));
        } catch (ConfigException refused) {
            String place = directive.isSecret() ? line.placeOfSecret() : line.place();
            throw new ConfigException(place + ": " + refused.getMessage());
        }
        if (!directive.hasEffect() && !settings.isDefault(directive)) {
            warnings.add("'" + directive.name() + "' is read, but has no effect in this release");
        }
    }

    private List<String> gather(Directive<?> directive, List<String> words) {
        List<String> all = gathered.computeIfAbsent(directive, d -> new ArrayList<>());
        if (words.stream().allMatch(String::isEmpty)) {
            // `save ""` takes back all that came before.
            all.clear();
        } else {
            all.addAll(words);
        }
        return List.copyOf(all);
    }

    public Settings settings() {
        return settings;
    }

    /// What the log should say about the settings.
    public List<String> warnings() {
        return List.copyOf(warnings);
    }
}
