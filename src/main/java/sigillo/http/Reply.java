package sigillo.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Octets;

/**
 * What is answered. {@code closes}: the connection ends with it, so that nothing of what was said stays in its buffers.
 * {@code over}: run once it was sent, or could not be. {@code source}: instead of a body, what is made while it is sent; the
 * connection ends with it. {@code taker}: speaks another protocol from here on. Both last,
 * and are only for who has signed in.
 */
public record Reply(int status, Map<String, String> headers, Octets body, boolean closes, Runnable over,
                    Optional<Outlet.Source> source, Optional<Channel.Taker> taker) {
    private static final Runnable NOTHING = () -> { };

    /**
     * With every reply. No script, nothing from elsewhere, no frame; nothing is kept by browsers. Content Security
     * Policy level 3; RFC 9111 section 5.2.2.5. A referrer only to ourselves: without any, browsers hide the origin of
     * forms too.
     */
    public static final Map<String, String> SAFETY = safety();

    /** RFC 6797 section 7.2. Not for what a developer calls localhost, where other programs listen in clear. */
    public static Map<String, String> safety(boolean isSecure, String host) {
        if (!isSecure || host.startsWith("localhost")) return SAFETY;
        var safety = new LinkedHashMap<>(SAFETY);
        safety.put("Strict-Transport-Security", "max-age=31536000");
        return safety;
    }

    private static Map<String, String> safety() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self';"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.put("Cache-Control", "no-store");
        return Map.copyOf(headers);
    }

    public static Reply of(int status, String type, byte[] body) { return of(status, type, Octets.of(body)); }

    /** Sent piece by piece where it is long. */
    public static Reply of(int status, String type, Octets body) {
        return new Reply(status, Map.of("Content-Type", type), body, false, NOTHING, Optional.empty(), Optional.empty());
    }

    /** What is made while it is sent. */
    public static Reply of(int status, String type, Outlet.Source source) {
        return new Reply(status, Map.of("Content-Type", type), Octets.of(new byte[0]), true, NOTHING, Optional.of(source), Optional.empty());
    }

    /** RFC 9110 section 15.2.2: another protocol takes over. */
    public static Reply upgrade(String protocol, Channel.Taker taker) {
        return new Reply(101, Map.of("Upgrade", protocol), Octets.of(new byte[0]), true, NOTHING, Optional.empty(), Optional.of(taker));
    }

    public static Reply text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Without a body, nor what it would be: RFC 9110 section 15.4.5 among others. */
    public static Reply nothing(int status) {
        return new Reply(status, Map.of(), Octets.of(new byte[0]), false, NOTHING, Optional.empty(), Optional.empty());
    }

    /** RFC 9110 section 15.4.4: whatever was asked, {@code path} is to be read now. */
    public static Reply seeOther(String path) { return text(303, "").with("Location", path); }

    public Reply with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body, closes, over, source, taker);
    }

    public Reply closing() { return new Reply(status, headers, body, true, over, source, taker); }

    /** See {@link Reply}; what was to be run before is run first. */
    public Reply then(Runnable action) {
        return new Reply(status, headers, body, closes, () -> {
            try {
                over.run();
            } finally {
                action.run();
            }
        }, source, taker);
    }

    /** RFC 9110 section 9.3.2: what HEAD gets; how long it would be, where that is known (section 8.6). */
    Reply withoutBody() {
        boolean isKnown = source.isEmpty() && taker.isEmpty() && !headers.containsKey("Content-Length");
        return (isKnown ? with("Content-Length", Long.toString(body.length())) : this).bodiless();
    }

    private Reply bodiless() { return new Reply(status, headers, Octets.of(new byte[0]), closes, over, Optional.empty(), Optional.empty()); }

    @Override public String toString() { return Integer.toString(status); }
}
