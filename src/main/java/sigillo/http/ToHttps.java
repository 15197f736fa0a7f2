package sigillo.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Sends every request to the same place by HTTPS, but that of an authority which asks for proof that this server is the
 * one of a name: RFC 8555 section 8.3. {@code port}: there. {@code proofs}: by the token that is asked for.
 */
record ToHttps(int port, Function<String, Optional<String>> proofs) implements Answering {
    private static final String PROOFS = "/.well-known/acme-challenge/";
    /** RFC 8555 section 8.3: base64url, of at least 128 bits. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,128}");
    private static final int STANDARD_PORT = 443;
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(:[0-9]{1,5})?");

    @Override public Reply answer(Asked asked) {
        boolean isKnown = asked.isRead() || asked.method() == Asked.Method.POST || asked.method() == Asked.Method.DELETE;
        if (!isKnown) return Reply.text(405, "").with("Allow", "GET, HEAD").closing();
        if (asked.path().startsWith(PROOFS) && asked.isRead()) return proof(asked.path().substring(PROOFS.length()));
        var host = HOST.matcher(asked.host());
        if (!host.matches() || !asked.isRead()) return Reply.text(403, "Only https:// is served here.\n").closing();
        var place = "https://" + host.group(1) + (port == STANDARD_PORT ? "" : ":" + port);
        return Reply.text(301, "").with("Location", place + encoded(asked.path())).closing();
    }

    private Reply proof(String token) {
        return Optional.of(token).filter(text -> TOKEN.matcher(text).matches()).flatMap(proofs)
            .map(proof -> Reply.of(200, "application/octet-stream", proof.getBytes(StandardCharsets.US_ASCII)))
            .orElseGet(() -> Reply.text(404, "There is no such proof.\n")).closing();
    }

    /** RFC 3986 section 3.3; what was decoded is encoded again. */
    private static String encoded(String path) {
        var text = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = octet >= '0' && octet <= '9' || octet >= 'A' && octet <= 'Z'
                || octet >= 'a' && octet <= 'z' || "/-._~".indexOf(octet) >= 0;
            text.append(isPlain ? Character.toString(octet) : "%%%02X".formatted(octet & 0xFF));
        }
        return text.toString();
    }
}
