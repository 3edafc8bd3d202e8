package io.redisreplicaset.operator.api;

/// Every bound of a spec, once: the schema's annotations and [SpecRules] both read it here.
///
/// Published bounds may be widened in a later version of the resource, never narrowed.
public final class Bounds {
    /// `<set>-<ordinal>` is a DNS label and `<set>-nodes` a Service, with room for names that later releases derive.
    public static final int SET_NAME_CHARS = 50;

    public static final int MIN_REPLICAS = 1;
    public static final int MAX_REPLICAS = 9;

    /// Below three voters one failure takes the majority, and with it every write.
    public static final int MIN_REPLICAS_FOR_QUORUM = 3;

    public static final int MIN_TIMEOUT_MILLIS = 200;
    public static final int MAX_TIMEOUT_MILLIS = 60_000;

    public static final int MIN_GRACE_SECONDS = 1;
    public static final int MAX_GRACE_SECONDS = 3_600;

    public static final int IMAGE_CHARS = 512;
    public static final int OBJECT_NAME_CHARS = 253;
    public static final int SECRET_KEY_CHARS = 253;

    public static final int CONFIG_ENTRIES = 64;
    public static final int CONFIG_KEY_CHARS = 64;
    public static final int CONFIG_VALUE_CHARS = 512;

    public static final int LABEL_ENTRIES = 32;
    public static final int LABEL_KEY_CHARS = 317;
    public static final int LABEL_VALUE_CHARS = 63;
    public static final int ANNOTATION_VALUE_CHARS = 4_096;

    public static final int TOLERATIONS = 32;
    public static final int RESOURCE_ENTRIES = 16;
    public static final int QUANTITY_CHARS = 32;

    private Bounds() {}
}
