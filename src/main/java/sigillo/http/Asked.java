package sigillo.http;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A request as an {@link Answering} sees it. {@code headers}: by small names. {@code body}: wiped when the request was
 * answered. {@code recognised}: to be run when it is from somebody who has signed in; his connection keeps its place then.
 * {@code authorization}: what the field of that name says, wiped with the body; it is not among {@code headers} then.
 * {@code gone}: whether who asks has closed the connection, as far as can be seen; for the thread that answers.
 */
public record Asked(Method method, String path, Fields query, Map<String, String> headers, byte[] body, InetAddress client, Runnable recognised,
                    byte[] authorization, BooleanSupplier gone) {

    /** OTHER: one of RFC 9110 section 9.3 or RFC 5789 that nothing here has. UNKNOWN: none of those. */
    public enum Method {
        GET, HEAD, POST, PUT, DELETE, OPTIONS, OTHER, UNKNOWN;

        private static final Set<String> OTHERS = Set.of("PATCH", "TRACE", "CONNECT");

        /** Methods are written in capitals: RFC 9110 section 9.1. */
        public static Method of(String said) {
            return switch (said) {
                case "GET" -> GET;
                case "HEAD" -> HEAD;
                case "POST" -> POST;
                case "PUT" -> PUT;
                case "DELETE" -> DELETE;
                case "OPTIONS" -> OPTIONS;
                default -> OTHERS.contains(said) ? OTHER : UNKNOWN;
            };
        }
    }

    public Asked { headers = Map.copyOf(headers); }

    /** With an authorization that is text already, or none. */
    public Asked(Method method, String path, Fields query, Map<String, String> headers, byte[] body, InetAddress client, Runnable recognised) {
        this(method, path, query, headers, body, client, recognised, new byte[0]);
    }

    /** Of somebody who stays. */
    public Asked(Method method, String path, Fields query, Map<String, String> headers, byte[] body, InetAddress client, Runnable recognised,
            byte[] authorization) {
        this(method, path, query, headers, body, client, recognised, authorization, () -> false);
    }

    public boolean isRead() { return method == Method.GET || method == Method.HEAD; }

    /** Of an authorization this makes text, which stays in memory: {@link #credentials} does not. */
    public Optional<String> header(String name) {
        boolean isTaken = name.equals("authorization") && authorization.length > 0;
        return isTaken ? Optional.of(new String(authorization, StandardCharsets.ISO_8859_1).strip())
            : Optional.ofNullable(headers.get(name));
    }

    /** Who asks; a scheme of no letters when that is not said. */
    public Credentials credentials() {
        var said = authorization.length > 0 ? authorization
            : headers.getOrDefault("authorization", "").getBytes(StandardCharsets.ISO_8859_1);
        return Credentials.of(said);
    }

    /** The name and port under which the browser knows us. */
    public String host() { return headers.getOrDefault("host", ""); }

    /** RFC 6265 section 4.2.1. */
    public Optional<String> cookie(String name) {
        for (var pair : headers.getOrDefault("cookie", "").split(";")) {
            var stripped = pair.strip();
            if (stripped.startsWith(name + "=")) return Optional.of(stripped.substring(name.length() + 1));
        }
        return Optional.empty();
    }

    /**
     * Whether no page of somebody else's has a browser ask this. Fetch Metadata; RFC 6454 section 7. A program that says
     * neither is no browser, and has no one's cookies.
     */
    public boolean isOurs() {
        boolean isSame = header("sec-fetch-site").map("same-origin"::equals).orElse(true);
        var ours = "https://" + host();
        return isSame && header("origin").map(ours::equalsIgnoreCase).orElse(true);
    }

    public boolean hasType(String type) {
        return headers.getOrDefault("content-type", "").split(";")[0].strip().equalsIgnoreCase(type);
    }

    /** Never the body, nor a header. */
    @Override public String toString() { return method + " " + path; }
}
