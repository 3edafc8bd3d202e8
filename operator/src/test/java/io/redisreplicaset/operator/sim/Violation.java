package io.redisreplicaset.operator.sim;

/// A rule is broken.
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient Rules.Rule rule;

    Violation(Rules.Rule rule, String what) {
        super(rule + ": " + what);
        this.rule = rule;
    }

    Rules.Rule rule() {
        return rule;
    }
}
