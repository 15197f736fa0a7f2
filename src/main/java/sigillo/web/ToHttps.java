package sigillo.web;

import java.util.regex.Pattern;

/** Sends every request to the same place by HTTPS. {@code port}: there. */
record ToHttps(int port) implements Answering {
    private static final int STANDARD_PORT = 443;
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(:[0-9]{1,5})?");

    @Override public Reply answer(Asked asked) {
        if (asked.method() == Asked.Method.OTHER) return Reply.text(405, "").with("Allow", "GET, HEAD").closing();
        var host = HOST.matcher(asked.host());
        if (!host.matches() || !asked.isRead()) return Reply.text(403, "Only https:// is served here.\n").closing();
        var place = "https://" + host.group(1) + (port == STANDARD_PORT ? "" : ":" + port);
        return Reply.text(301, "").with("Location", place + encoded(asked.path())).closing();
    }

    /** RFC 3986 section 3.3; what was decoded is encoded again. */
    private static String encoded(String path) {
        var text = new StringBuilder();
        for (byte octet : path.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            boolean isPlain = octet >= '0' && octet <= '9' || octet >= 'A' && octet <= 'Z'
                || octet >= 'a' && octet <= 'z' || "/-._~".indexOf(octet) >= 0;
            text.append(isPlain ? Character.toString(octet) : "%%%02X".formatted(octet & 0xFF));
        }
        return text.toString();
    }
}
