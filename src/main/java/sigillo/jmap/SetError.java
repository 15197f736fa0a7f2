package sigillo.jmap;

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

    /** What reading a property of an object has found. */
    public static SetError invalid(MethodError why) {
        return new SetError(why.type().equals("invalidArguments") ? "invalidProperties" : why.type(),
            why.description(), why.arguments());
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
