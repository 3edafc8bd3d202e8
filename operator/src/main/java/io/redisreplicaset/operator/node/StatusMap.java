package io.redisreplicaset.operator.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The reply of `REPLICASET STATUS`, as names and values. Names that nobody asks for do no harm.
public final class StatusMap {
    private final Map<String, RespReply> fields;

    private StatusMap(Map<String, RespReply> fields) {
        this.fields = fields;
    }

    /// A field is not there, or is of another type than this release knows.
    public static final class MissingField extends Exception {
        private static final long serialVersionUID = 1;

        public MissingField(String name, String wanted) {
            super("the node's status has no field '" + name + "' that is " + wanted);
        }
    }

    /// @throws MissingField it is no map at all
    public static StatusMap of(RespReply reply) throws MissingField {
        if (!(reply instanceof RespReply.Sequence(List<RespReply> flat)) || flat.size() % 2 != 0) {
            throw new MissingField("", "a map");
        }
        Map<String, RespReply> fields = new HashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(text(flat.get(i), "(a name)"), flat.get(i + 1));
        }
        return new StatusMap(fields);
    }

    public String text(String name) throws MissingField {
        return text(field(name, "text"), name);
    }

    public long whole(String name) throws MissingField {
        return whole(field(name, "a whole number"), name);
    }

    public boolean flag(String name) throws MissingField {
        return whole(name) != 0;
    }

    public List<String> texts(String name) throws MissingField {
        List<String> all = new ArrayList<>();
        for (RespReply element : sequence(name)) {
            all.add(text(element, name));
        }
        return all;
    }

    /// Each element with the types of its own.
    public List<List<RespReply>> rows(String name) throws MissingField {
        List<List<RespReply>> all = new ArrayList<>();
        for (RespReply element : sequence(name)) {
            if (!(element instanceof RespReply.Sequence(List<RespReply> row))) {
                throw new MissingField(name, "an array of arrays");
            }
            all.add(row);
        }
        return all;
    }

    private List<RespReply> sequence(String name) throws MissingField {
        if (field(name, "an array") instanceof RespReply.Sequence(List<RespReply> elements)) {
            return elements;
        }
        throw new MissingField(name, "an array");
    }

    private RespReply field(String name, String wanted) throws MissingField {
        RespReply value = fields.get(name);
        if (value == null) {
            throw new MissingField(name, wanted);
        }
        return value;
    }

    public static String text(RespReply value, String name) throws MissingField {
        return switch (value) {
            case RespReply.Bulk(String text) -> text;
            case RespReply.Text(String text) -> text;
            case RespReply.Absent _ -> "";
            case RespReply.Failure _, RespReply.Whole _, RespReply.Sequence _ -> throw new MissingField(name, "text");
        };
    }

    public static long whole(RespReply value, String name) throws MissingField {
        if (value instanceof RespReply.Whole(long number)) {
            return number;
        }
        throw new MissingField(name, "a whole number");
    }
}
