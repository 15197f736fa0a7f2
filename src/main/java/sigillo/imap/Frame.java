package sigillo.imap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One command as it came, without its last CRLF. Literals stand in it as they were sent, announcement and octets; only
 * the octets of messages, which went elsewhere, are left out. The array must not be changed.
 */
public record Frame(byte[] octets, List<Left> left) {
    public Frame { left = List.copyOf(left); }

    /** A message: where its octets would be, and how many they are. */
    public record Left(int at, long octets) {}

    /** With one message, or none where {@code messageAt} is -1: as responses have it. */
    public Frame(byte[] octets, int messageAt, long messageOctets) {
        this(octets, messageAt < 0 ? List.of() : List.of(new Left(messageAt, messageOctets)));
    }

    /** Of the first message; -1 when there is none. */
    public int messageAt() { return left.isEmpty() ? -1 : left.getFirst().at; }

    /** Of the first message; 0 when there is none. */
    public long messageOctets() { return left.isEmpty() ? 0 : left.getFirst().octets; }

    public static Frame of(byte[] octets) { return new Frame(octets, List.of()); }

    /** One character per octet: for constants and tests. */
    public static Frame of(String text) { return of(text.getBytes(StandardCharsets.ISO_8859_1)); }

    /** The message whose octets would be at a place. */
    Optional<Left> leftAt(int at) { return left.stream().filter(message -> message.at == at).findFirst(); }

    @Override public String toString() { return new String(octets, StandardCharsets.ISO_8859_1); }
}
