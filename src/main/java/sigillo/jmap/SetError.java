package sigillo.jmap;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why one object was not created, updated or destroyed: RFC 8620 section 5.3. Thrown where it is found and caught once,
 * by who carries out a {@code /set}; the other objects are done all the same.
 */
public final class SetError extends Exception {
    private static final long serialVersionUID = 1;

    private final String type;
    private final String description;
    private final List<String> properties;
    private final transient Map<String, JsonNode> more;

    private SetError(String type, String description, List<String> properties) {
        this(type, description, properties, Map.of());
    }

    private SetError(String type, String description, List<String> properties, Map<String, JsonNode> more) {
        super(type + ": " + description, null, false, false);
        this.more = Map.copyOf(more);
        this.type = type;
        this.description = description;
        this.properties = List.copyOf(properties);
    }

    /** RFC 8621 section 4.6: with the id that was not found. */
    public static SetError blobNotFound(String id) {
        return new SetError("blobNotFound", "There is no such blob", List.of(Arguments.shortened(id)));
    }

    public static SetError of(String type, String description) { return new SetError(type, description, List.of()); }

    /** With a property that this type of error has. */
    public static SetError of(String type, String description, String name, JsonNode value) {
        return new SetError(type, description, List.of(), Map.of(name, value));
    }

    /** RFC 8620 section 5.4: with the id of what is there. */
    public static SetError alreadyExists(String id) {
        return new SetError("alreadyExists", "It is there already", List.of(id));
    }

    public static SetError notFound() { return of("notFound", "There is none of this id"); }

    public static SetError invalid(String property, String why) {
        return new SetError("invalidProperties", Arguments.shortened(property) + " " + why,
            List.of(Arguments.shortened(property)));
    }

    /** RFC 8620 section 5.3: all that are invalid. */
    public static SetError invalid(List<String> properties, String why) {
        var names = properties.stream().distinct().map(Arguments::shortened).toList();
        return new SetError("invalidProperties", String.join(", ", names) + " " + why, names);
    }

    /** This and what else was found in the same object: RFC 8620 section 5.3. Of another type it stays as it is. */
    public SetError with(List<MethodError> others) {
        if (!type.equals("invalidProperties") || others.isEmpty()) return this;
        var all = invalid(MethodError.of(others));
        var names = new LinkedHashSet<>(all.properties);
        names.addAll(properties);
        boolean isKnown = all.properties.containsAll(properties);
        return new SetError(type, isKnown ? all.description : all.description + "; " + description, List.copyOf(names));
    }

    /** What reading a property of an object has found. */
    public static SetError invalid(MethodError why) {
        return new SetError(why.type().equals("invalidArguments") ? "invalidProperties" : why.type(),
            why.description(), why.arguments().stream().map(Arguments::shortened).toList());
    }

    public String type() { return type; }

    public ObjectNode json() {
        var all = JsonText.object().put("type", type).put("description", description);
        if (type.equals("alreadyExists")) properties.forEach(id -> all.put("existingId", id));
        else if (type.equals("blobNotFound")) properties.forEach(all.putArray("notFound")::add);
        else if (!properties.isEmpty()) properties.forEach(all.putArray("properties")::add);
        more.forEach(all::set);
        return all;
    }
}
