package sigillo.authres;

import java.util.List;
import java.util.Optional;

/** What one server says that it found out. {@code server} is its authserv-id. RFC 8601 section 2.2. */
public record AuthResults(String server, List<Result> results) {
    public AuthResults {
        results = List.copyOf(results);
    }

    /** {@code method} and {@code result} in lower case. */
    public record Result(String method, String result, Optional<String> reason, List<Property> properties) {
        public Result {
            properties = List.copyOf(properties);
        }

        public static Result of(String method, String result, Property... properties) {
            return new Result(method, result, Optional.empty(), List.of(properties));
        }

        public Result because(String why) { return new Result(method, result, Optional.of(why), properties); }

        /** The value of the first property of this name, as {@code header.from}. */
        public Optional<String> property(String name) {
            return properties.stream().filter(p -> (p.type + "." + p.name).equalsIgnoreCase(name))
                .map(Property::value).findFirst();
        }
    }

    /** {@code ptype.property=value}. */
    public record Property(String type, String name, String value) {}
}
