package io.redisreplicaset.datanode.command;

/// A command's refusal, in the words that the client reads. Has no stack trace: it is an answer, not a fault.
public final class ErrorReply extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_ECHOED_CHARS = 128;

    public ErrorReply(String message) {
        super(message, null, false, false);
    }

    public static ErrorReply syntax() {
        return new ErrorReply("ERR syntax error");
    }

    public static ErrorReply notAnInteger() {
        return new ErrorReply("ERR value is not an integer or out of range");
    }

    public static ErrorReply notAFloat() {
        return new ErrorReply("ERR value is not a valid float");
    }

    public static ErrorReply wrongType() {
        return new ErrorReply("WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    public static ErrorReply noSuchKey() {
        return new ErrorReply("ERR no such key");
    }

    public static ErrorReply wrongArity(String command) {
        return new ErrorReply("ERR wrong number of arguments for '" + command + "' command");
    }

    public static ErrorReply unknownSubcommand(String given, String command) {
        return new ErrorReply("ERR unknown subcommand '" + shortened(given) + "'. Try " + command + " HELP.");
    }

    /// For a subcommand that reads its own arguments and finds too many, too few or none that it knows.
    public static ErrorReply subcommandSyntax(String given, String command) {
        return new ErrorReply("ERR unknown subcommand or wrong number of arguments for '" + shortened(given) + "'. Try "
                + command + " HELP.");
    }

    private static String shortened(String text) {
        return text.length() <= MAX_ECHOED_CHARS ? text : text.substring(0, MAX_ECHOED_CHARS);
    }

    public static ErrorReply invalidExpire(String command) {
        return new ErrorReply("ERR invalid expire time in '" + command + "' command");
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
