package sigillo.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The opening handshake: RFC 6455 section 4.2. Header fields by small names. */
public sealed interface Handshake {
    /** What Sec-WebSocket-Accept says. */
    record Accepted(String accept) implements Handshake {}

    /** {@code status}: of HTTP; 426 with the version that is ours. */
    record Refused(int status, String why) implements Handshake {}

    String VERSION = "13";

    /** {@code protocol}: the one that must be offered. */
    static Handshake of(Map<String, String> headers, String protocol) {
        if (!has(headers, "upgrade", "websocket") || !has(headers, "connection", "upgrade")) {
            return new Refused(426, "Only WebSocket is spoken here");
        }
        if (!headers.getOrDefault("sec-websocket-version", "").strip().equals(VERSION)) {
            return new Refused(426, "Only version 13 is spoken here"); // RFC 6455 section 4.4
        }
        var key = headers.getOrDefault("sec-websocket-key", "").strip();
        if (!isKey(key)) return new Refused(400, "The key of the handshake is none");
        if (offered(headers, "sec-websocket-protocol").noneMatch(protocol::equals)) {
            return new Refused(400, "The subprotocol " + protocol + " is to be offered");
        }
        return new Accepted(accept(key));
    }

    private static boolean has(Map<String, String> headers, String name, String wanted) {
        return offered(headers, name).anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(wanted));
    }

    private static Stream<String> offered(Map<String, String> headers, String name) {
        return List.of(headers.getOrDefault(name, "").split(",", SocketLimits.OFFERED_MAX)).stream().map(String::strip);
    }

    /** Sixteen octets in base64. */
    private static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            var octets = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(octets));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK has SHA-1", impossible);
        }
    }
}
