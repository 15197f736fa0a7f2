package sigillo.jmap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments of one call, or an object among them, read by name and type: RFC 8620 sections 1.2 to 1.4. What has the
 * wrong type is {@code invalidArguments} with its name; what nobody has asked for is too, by {@link #end}. An argument
 * that is null is as one that is not there.
 */
public final class Arguments {
    /** Of one object: what is told of it is not to be longer than what was said. */
    private static final int FAULTS_MAX = 50;
    /** RFC 8620 section 1.3. */
    private static final long UNSIGNED_MAX = (1L << 53) - 1;
    /** RFC 8620 section 1.4: in UTC, with capitals, without zeros behind the seconds. */
    private static final Pattern UTC_DATE =
        Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

    private final ObjectNode all;
    private final String prefix;
    private final boolean isGathering;
    private final Set<String> read = new LinkedHashSet<>();
    private final List<MethodError> faults = new ArrayList<>();

    private Arguments(ObjectNode all, String prefix, boolean isGathering) {
        this.all = all;
        this.prefix = prefix;
        this.isGathering = isGathering;
    }

    public static Arguments of(ObjectNode all) { return new Arguments(all, "", false); }

    /** An object among the arguments, whose faults are told under {@code name}. */
    public static Arguments of(ObjectNode all, String name) { return new Arguments(all, name + "/", false); }

    /**
     * The properties of an object that is to be set, of which RFC 8620 section 5.3 wants all faults: what has one reads
     * as one that is not there, and {@link #end} tells of them all. So nothing may be done before it is called.
     */
    public static Arguments gathering(ObjectNode all) { return new Arguments(all, "", true); }

    /** RFC 8620 section 3.6.2: an argument that the method does not have. */
    public void end() throws MethodError {
        for (var name : all.propertyNames()) if (!read.contains(name)) fault(name, "is no argument here");
        if (!faults.isEmpty()) throw MethodError.of(faults);
    }

    /** What was found up to now, where it is gathered. */
    public List<MethodError> faults() { return List.copyOf(faults); }

    private void fault(String name, String why) throws MethodError {
        if (!isGathering) throw wrong(name, why);
        if (faults.size() < FAULTS_MAX) faults.add(wrong(name, why));
    }

    public Optional<JsonNode> value(String name) {
        read.add(name);
        return Optional.ofNullable(all.get(name)).filter(value -> !value.isNull());
    }

    public Set<String> names() { return new LinkedHashSet<>(all.propertyNames()); }

    public boolean has(String name) { return all.has(name); }

    public MethodError wrong(String name, String why) { return MethodError.invalidArguments(prefix + name, why); }

    private Optional<JsonNode> valueThat(String name, Predicate<JsonNode> is, String why) throws MethodError {
        var value = value(name);
        if (value.isEmpty() || is.test(value.get())) return value;
        fault(name, why);
        return Optional.empty();
    }

    // ---- single values ----

    public Optional<String> text(String name) throws MethodError {
        return valueThat(name, JsonNode::isString, "is no String").map(JsonNode::stringValue);
    }

    public String textThatIs(String name) throws MethodError {
        var text = text(name);
        if (text.isEmpty()) fault(name, "is missing");
        return text.orElse("");
    }

    public Optional<String> id(String name) throws MethodError {
        var text = text(name);
        if (text.isEmpty() || Ids.isId(text.get())) return text;
        fault(name, "is no Id");
        return Optional.empty();
    }

    public boolean flag(String name, boolean byDefault) throws MethodError {
        return valueThat(name, JsonNode::isBoolean, "is no Boolean").map(JsonNode::booleanValue).orElse(byDefault);
    }

    public OptionalLong unsigned(String name) throws MethodError {
        var number = integer(name);
        if (number.isEmpty() || number.getAsLong() >= 0) return number;
        fault(name, "is no UnsignedInt");
        return OptionalLong.empty();
    }

    /** RFC 8620 section 1.3. */
    public OptionalLong integer(String name) throws MethodError {
        var value = valueThat(name, Arguments::isInt, "is no Int");
        return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(value.get().longValue());
    }

    private static boolean isInt(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() && Math.abs(value.longValue()) <= UNSIGNED_MAX;
    }

    public Optional<Instant> utcDate(String name) throws MethodError {
        var text = text(name);
        if (text.isEmpty()) return Optional.empty();
        var instant = instant(text.get());
        if (instant.isEmpty()) fault(name, "is no UTCDate");
        return instant;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return UTC_DATE.matcher(text).matches() ? Optional.of(OffsetDateTime.parse(text).toInstant())
                : Optional.empty();
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    public Optional<ObjectNode> object(String name) throws MethodError {
        return valueThat(name, JsonNode::isObject, "is no object").map(object -> (ObjectNode) object);
    }

    // ---- lists ----

    public Optional<List<String>> texts(String name) throws MethodError {
        var value = valueThat(name, JsonNode::isArray, "is no list");
        if (value.isEmpty()) return Optional.empty();
        var all = new ArrayList<String>();
        for (var one : value.get()) {
            if (!one.isString()) throw wrong(name, "has what is no String");
            all.add(one.stringValue());
        }
        return Optional.of(all);
    }

    /** Each once. RFC 8620 section 5.1: a list that names one twice answers it once. */
    public Optional<Set<String>> ids(String name, int max) throws MethodError {
        var texts = texts(name);
        if (texts.isEmpty()) return Optional.empty();
        var ids = new LinkedHashSet<>(texts.get());
        for (var id : ids) if (!Ids.isId(id)) throw wrong(name, "has what is no Id");
        if (ids.size() > max) throw MethodError.of("requestTooLarge", name + " has more than " + max);
        return Optional.of(ids);
    }

    /** {@code known}: a property that is none of them is an invalid argument: RFC 8620 section 5.1. */
    public Optional<Set<String>> properties(String name, Set<String> known) throws MethodError {
        var texts = texts(name);
        if (texts.isEmpty()) return Optional.empty();
        for (var text : texts.get()) if (!known.contains(text)) throw wrong(name, "names no property: "
            + shortened(text));
        return Optional.of(new LinkedHashSet<>(texts.get()));
    }

    /** So that what a client says is not given back at any length. */
    public static String shortened(String text) { return text.length() <= 80 ? text : text.substring(0, 80) + "..."; }

    /** An object of objects, as {@code create} and {@code update} are. */
    public Map<String, ObjectNode> objects(String name) throws MethodError {
        var object = object(name);
        var all = new LinkedHashMap<String, ObjectNode>();
        if (object.isEmpty()) return all;
        for (var property : object.get().properties()) {
            if (!(property.getValue() instanceof ObjectNode one)) throw wrong(name, "has what is no object");
            all.put(property.getKey(), one);
        }
        return all;
    }
}
