package sigillo.jmap;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why one call is not answered: RFC 8620 section 3.6.2. Thrown where it is found and caught once, by who carries out
 * the calls of a request. {@code description}: for the developer of a client.
 */
public final class MethodError extends Exception {
    private static final long serialVersionUID = 1;

    private final String type;
    private final String description;
    private final List<String> arguments;

    private MethodError(String type, String description, List<String> arguments) {
        super(type + ": " + description, null, false, false);
        this.type = type;
        this.description = description;
        this.arguments = List.copyOf(arguments);
    }

    public static MethodError of(String type, String description) {
        return new MethodError(type, description, List.of());
    }

    /** RFC 8620 section 3.6.2. */
    public static MethodError invalidArguments(String argument, String why) {
        var name = Arguments.shortened(argument);
        return new MethodError("invalidArguments", name + " " + why, List.of(name));
    }

    /** All of them as one: of the type of the first. */
    static MethodError of(List<MethodError> all) {
        var arguments = all.stream().flatMap(one -> one.arguments.stream()).distinct().toList();
        var description = all.stream().map(one -> one.description).collect(Collectors.joining("; "));
        return new MethodError(all.getFirst().type, description, arguments);
    }

    public String type() { return type; }

    String description() { return description; }

    List<String> arguments() { return arguments; }

    public ObjectNode json() {
        var all = JsonText.object().put("type", type);
        if (!description.isEmpty()) all.put("description", description);
        if (!arguments.isEmpty()) arguments.forEach(all.putArray("arguments")::add);
        return all;
    }
}
