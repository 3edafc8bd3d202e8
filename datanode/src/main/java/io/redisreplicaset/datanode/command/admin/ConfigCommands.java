package io.redisreplicaset.datanode.command.admin;

import static io.redisreplicaset.datanode.command.CommandFlag.ADMIN;
import static io.redisreplicaset.datanode.command.CommandFlag.LOADING;
import static io.redisreplicaset.datanode.command.CommandFlag.NOSCRIPT;
import static io.redisreplicaset.datanode.command.CommandFlag.STALE;
import static io.redisreplicaset.datanode.command.CommandSpec.named;

import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.config.Directive;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.text.GlobPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// CONFIG GET, SET, REWRITE and RESETSTAT.
final class ConfigCommands {
    private ConfigCommands() {}

    static void register(CommandTable table) {
        table.add(AdminCommands.admin("config", -2, "2.0.0", "Settings.")
                .sub(admin("get", -3), ConfigCommands::get)
                .sub(admin("set", -4), ConfigCommands::set)
                .sub(admin("rewrite", 2), in -> {
                    in.node().config().rewrite();
                    in.reply().ok();
                })
                .sub(admin("resetstat", 2), ConfigCommands::resetStat)
                .sub(
                        named("help", 2).flags(LOADING, STALE).docs("server", "5.0.0", "CONFIG HELP."),
                        ConfigCommands::help)
                .container());
    }

    private static CommandSpec.Builder admin(String name, int arity) {
        return named(name, arity)
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .docs("server", "2.0.0", "CONFIG " + name.toUpperCase(Locale.ROOT) + ".");
    }

    private static void get(Invocation in) {
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 2; i < in.count(); i++) {
            Directive<?> named = Directives.find(in.text(i));
            if (named != null) {
                // By the name that was asked for, in its own case.
                found.keySet().removeIf(in.text(i)::equalsIgnoreCase);
                found.put(in.text(i), in.node().settings().render(named));
                continue;
            }
            byte[] pattern = in.text(i).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            for (Map.Entry<String, Directive<?>> each : Directives.all().entrySet()) {
                if (GlobPattern.matches(pattern, each.getKey().getBytes(StandardCharsets.UTF_8))) {
                    found.put(each.getKey(), in.node().settings().render(each.getValue()));
                }
            }
        }
        in.reply().map(found.size());
        found.forEach((name, value) -> {
            in.reply().bulk(name);
            in.reply().bulk(value);
        });
    }

    private static void set(Invocation in) {
        if (in.count() % 2 != 0) {
            throw ErrorReply.syntax();
        }
        List<String> namesAndValues = new ArrayList<>();
        for (int i = 2; i < in.count(); i += 2) {
            namesAndValues.add(in.text(i));
            namesAndValues.add(in.text(i + 1));
            Directive<?> directive = Directives.find(in.text(i));
            if (directive != null && directive.isSecret()) {
                in.secret(i + 1);
            }
        }
        in.node().config().set(namesAndValues);
        in.reply().ok();
    }

    private static void resetStat(Invocation in) {
        in.node().stats().reset();
        for (CommandSpec spec : in.node().commands().all()) {
            spec.stats().reset();
            spec.subcommands().values().forEach(sub -> sub.stats().reset());
        }
        in.reply().ok();
    }

    private static void help(Invocation in) {
        List<String> lines = List.of(
                "CONFIG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
                "GET <pattern> [<pattern> ...]",
                "    The settings whose names match.",
                "SET <directive> <value> [<directive> <value> ...]",
                "    Put settings in force, all or none.",
                "RESETSTAT",
                "    Set the counters of INFO to zero.",
                "REWRITE",
                "    Write the settings in force into the configuration file.",
                "HELP",
                "    Print this help.");
        in.reply().array(lines.size());
        lines.forEach(in.reply()::simple);
    }
}
