package io.redisreplicaset.operator.api;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which redis.conf directives a user may set, and to what.
///
/// The operator owns what decides where a node listens, whom it follows, who may log in and where its files are: set by
/// hand, each of them would work against it.
public final class ConfigKeys {
    /// A directive, in the one spelling that the list is compared with: directives ignore case, maps do not.
    static final String KEY_REGEX = "^[a-z][a-z0-9-]{0,63}$";

    /// What would end the line of a configuration file.
    static final String CONTROL_REGEX = "[\\x00-\\x1f\\x7f]";

    /// What a command line would take for the next directive.
    static final String DIRECTIVE_PREFIX = "--";

    /// The schema has one rule for each, so that a refusal names the key.
    static final Set<String> OWNED = new TreeSet<>(List.of(
            "port",
            "bind",
            "bind-source-addr",
            "unixsocket",
            "unixsocketperm",
            "protected-mode",
            "admin-port",
            "admin-bind",
            "dir",
            "dbfilename",
            "appendfilename",
            "appenddirname",
            "logfile",
            "pidfile",
            "syslog-enabled",
            "syslog-ident",
            "syslog-facility",
            "daemonize",
            "supervised",
            "exit-when-stdin-closes",
            "include",
            "loadmodule",
            "rename-command",
            "enable-protected-configs",
            "replicaof",
            "slaveof",
            "replica-announce-ip",
            "slave-announce-ip",
            "replica-announce-port",
            "slave-announce-port",
            "replica-read-only",
            "slave-read-only",
            "requirepass",
            "masterauth",
            "masteruser",
            "user",
            "aclfile",
            "sentinel"));

    private static final String OWNED_PREFIXES = "['replicaset-', 'cluster-', 'tls-']";

    /// True for a key `k` of the operator's, in CEL.
    static final String OWNED_PREFIX_CEL = OWNED_PREFIXES + ".exists(p, k.startsWith(p))";

    /// True for a good value of the key `k`, in CEL.
    static final String VALUE_CEL = "(!self.config[k].startsWith('" + DIRECTIVE_PREFIX
            + "') && !self.config[k].matches(r'" + CONTROL_REGEX + "'))";

    private static final List<String> PREFIXES = CelList.strings(OWNED_PREFIXES);
    private static final Pattern KEY = Pattern.compile(KEY_REGEX);
    private static final Pattern CONTROL = Pattern.compile(CONTROL_REGEX);

    private ConfigKeys() {}

    /// Whether the operator sets this directive itself.
    public static boolean isOwned(String key) {
        return OWNED.contains(key) || PREFIXES.stream().anyMatch(key::startsWith);
    }

    static boolean isDirective(String key) {
        return KEY.matcher(key).matches();
    }

    static boolean isGoodValue(String value) {
        return !value.startsWith(DIRECTIVE_PREFIX) && !CONTROL.matcher(value).find();
    }
}
