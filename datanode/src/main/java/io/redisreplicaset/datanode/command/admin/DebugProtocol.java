package io.redisreplicaset.datanode.command.admin;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.Locale;

/// DEBUG PROTOCOL: one reply of each type, for the authors of clients.
final class DebugProtocol {
    private DebugProtocol() {}

    static void reply(Invocation in) {
        if (in.count() != 3) {
            throw ErrorReply.subcommandSyntax(in.text(1), "DEBUG");
        }
        RespWriter reply = in.reply();
        switch (in.text(2).toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.decimal("3.141");
            case "null" -> reply.nil();
            case "array" -> numbers(reply, false);
            case "set" -> numbers(reply, true);
            case "map" -> truths(reply);
            case "attrib" -> attribute(in);
            case "push" -> push(in);
            case "verbatim" -> reply.verbatim("txt", "This is a verbatim\nstring");
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            default ->
                throw new ErrorReply(
                        "ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|"
                                + "array|set|map|attrib|push|verbatim|true|false");
        }
    }

    private static void numbers(RespWriter reply, boolean asSet) {
        if (asSet) {
            reply.set(3);
        } else {
            reply.array(3);
        }
        for (int i = 0; i < 3; i++) {
            reply.integer(i);
        }
    }

    private static void truths(RespWriter reply) {
        reply.map(3);
        for (int i = 0; i < 3; i++) {
            reply.integer(i);
            reply.bool(i == 1);
        }
    }

    private static void attribute(Invocation in) {
        // RESP2 has no attributes: there the reply stands alone.
        if (in.client().protocol() > 2) {
            in.reply().attribute(1);
            in.reply().bulk("key-popularity");
            in.reply().array(2);
            in.reply().bulk("key:123");
            in.reply().integer(90);
        }
        in.reply().bulk("Some real reply following the attribute");
    }

    private static void push(Invocation in) {
        if (in.client().protocol() < 3) {
            throw new ErrorReply("ERR RESP2 is not supported by this command");
        }
        in.reply().push(2);
        in.reply().bulk("server-cpu-usage");
        in.reply().integer(42);
        in.reply().bulk("Some real reply following the push reply");
    }
}
