package sigillo.web;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * A request as {@link Site} sees it. {@code headers}: by small names. {@code body}: wiped when the request was answered.
 */
record Asked(Method method, String path, Fields query, Map<String, String> headers, byte[] body, InetAddress client) {

    enum Method { GET, HEAD, POST, DELETE, OTHER }

    Asked { headers = Map.copyOf(headers); }

    boolean isRead() { return method == Method.GET || method == Method.HEAD; }

    Optional<String> header(String name) { return Optional.ofNullable(headers.get(name)); }

    /** The name and port under which the browser knows us. */
    String host() { return headers.getOrDefault("host", ""); }

    /** RFC 6265 section 4.2.1. */
    Optional<String> cookie(String name) {
        for (var pair : headers.getOrDefault("cookie", "").split(";")) {
            var stripped = pair.strip();
            if (stripped.startsWith(name + "=")) return Optional.of(stripped.substring(name.length() + 1));
        }
        return Optional.empty();
    }

    boolean hasType(String type) { return headers.getOrDefault("content-type", "").split(";")[0].strip().equalsIgnoreCase(type); }

    /** Never the body, nor a header. */
    @Override public String toString() { return method + " " + path; }
}
