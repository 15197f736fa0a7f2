package sigillo.http;

import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import java.util.Objects;
import java.util.Optional;

/** What is asked for: a path, decoded as HTTP/1.1 has it decoded, and a query as it stands. RFC 9110 section 7.1. */
public record Target(String path, String query) {
    /** Empty when it cannot be read. {@code said}: empty with CONNECT, which names no path. */
    public static Optional<Target> of(String said) {
        if (said.isEmpty()) return Optional.of(new Target("", ""));
        try {
            var read = HttpPrologue.create("HTTP/2.0", "HTTP", "2.0", Method.GET, said, true);
            return Optional.of(new Target(Objects.requireNonNullElse(read.uriPath().path(), ""), read.query().rawValue()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
