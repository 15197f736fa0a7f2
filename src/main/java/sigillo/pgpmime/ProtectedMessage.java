package sigillo.pgpmime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sigillo.base.Octets;
import sigillo.message.ContentType;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/**
 * A message taken apart for its encryption: {@code payload} is the whole of it, body and header, which is encrypted;
 * {@code outside} are the fields, with their line ends, that are said outside of it, without those of MIME.
 *
 * <p>The payload's header has every field of the message as it was, octet for octet, but that its Content-Type has two
 * parameters more: {@code hp} (RFC 9788) and the older {@code protected-headers}, by which Thunderbird shows the
 * Subject; {@code HP-Outer} fields above repeat what is outside. Who takes these away has the message again, and with
 * it the signatures of others. Where that cannot be done without doubt, the message is enclosed as message/rfc822 under
 * the fields that people read: it has no Content-Type or one that we cannot read, or fields of a stranger that speak of
 * protection.
 */
public record ProtectedMessage(byte[] outside, Octets payload) {
    private static final String CIPHER = ";\r\n hp=\"cipher\"; protected-headers=\"v1\"\r\n";
    private static final String HP_OUTER = "HP-Outer";
    /** Of one that people read, in octets; and of all that servers wrote on the way, together. */
    private static final int FIELD_OCTETS_MAX = 16 << 10;
    private static final int TRACE_OCTETS_MAX = 32 << 10;
    private static final int LINE_CHARACTERS = 900;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final List<String> READ_BY_PEOPLE =
        List.of("From", "Sender", "Reply-To", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "References");

    /**
     * {@code more}: fields with their line ends that go on top of what is inside, and of what is outside.
     * {@code random}: for boundaries, secure. Reads the header alone; throws only when the message cannot be read.
     */
    public static ProtectedMessage of(Octets message, HeaderPolicy policy, byte[] more, RandomGenerator random)
            throws IOException {
        var section = HeaderSection.read(message, MessageLimits.DEFAULT);
        var outside = outside(section.header(), policy, more);
        var payload = isPlain(section) ? marked(message, section.header(), more, outside)
            : enclosed(message, section.header(), more, outside, random);
        return new ProtectedMessage(outside, payload);
    }

    // ---- outside ----

    /** In the order of the message. What passes the bounds stays inside: a stranger chooses how long a header is. */
    private static byte[] outside(Header header, HeaderPolicy policy, byte[] more) {
        var outside = new ByteArrayOutputStream();
        outside.writeBytes(more);
        int left = TRACE_OCTETS_MAX;
        for (int i = 0; i < header.size(); i++) {
            var field = header.field(i);
            boolean isRead = isFirstOfPeople(header, field);
            long length = field.span().length();
            if (length > (isRead ? FIELD_OCTETS_MAX : left)) continue;
            if (!isRead) left -= (int) length;
            outside.writeBytes(outside(field, policy));
        }
        return outside.toByteArray();
    }

    private static boolean isFirstOfPeople(Header header, HeaderField field) {
        return READ_BY_PEOPLE.stream().anyMatch(field::isNamed)
            && header.first(field.name()).filter(one -> one.span().equals(field.span())).isPresent();
    }

    private static byte[] outside(HeaderField field, HeaderPolicy policy) {
        var name = field.name().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || isStructural(name) || name.equals("hp-outer")) return new byte[0];
        return switch (policy.outside(name)) {
            case INSIDE_ONLY -> new byte[0];
            case AS_IT_IS -> ended(field.octets());
            case HIDDEN -> ascii(field.name() + ": " + HeaderPolicy.HIDDEN + "\r\n");
        };
    }

    /** Whatever ended it: what is written again is the header of a message that we make. */
    private static byte[] ended(byte[] field) {
        if (field.length >= 2 && field[field.length - 2] == '\r' && field[field.length - 1] == '\n') return field;
        int length = field.length > 0 && field[field.length - 1] == '\n' ? field.length - 1 : field.length;
        var ended = java.util.Arrays.copyOf(field, length + 2);
        ended[length] = '\r';
        ended[length + 1] = '\n';
        return ended;
    }

    /** RFC 9788: fields that say how the body is to be read belong to the body. */
    private static boolean isStructural(String name) {
        return name.equals("mime-version") || name.startsWith("content-");
    }

    // ---- inside ----

    /** Whether the two parameters can be added to the message's own Content-Type. */
    private static boolean isPlain(HeaderSection section) {
        var header = section.header();
        boolean hasEmptyLine = section.bodyStart() > section.fieldsEnd();
        if (header.isCut() || !hasEmptyLine || header.has(HP_OUTER)) return false;
        for (int i = 0; i < header.size(); i++) if (header.field(i).name().isEmpty()) return false;
        var types = header.all("Content-Type");
        return types.size() == 1 && takesParameters(types.getFirst());
    }

    /** Whatever hides in comments and quotes: what we add must be read as what it is, and change nothing else. */
    private static boolean takesParameters(HeaderField field) {
        var before = ContentType.parse(field.raw());
        var after = ContentType.parse(field.raw() + "; hp=\"cipher\"; protected-headers=\"v1\"");
        if (before.isEmpty() || after.isEmpty()) return false;
        boolean isMarked = before.get().parameter("hp").isPresent()
            || before.get().parameter("protected-headers").isPresent();
        int more = after.get().rawParameters().size() - before.get().rawParameters().size();
        return !isMarked && more == 2 && after.get().mediaType().equals(before.get().mediaType())
            && after.get().parameter("hp").equals(Optional.of("cipher")) && !field.raw().stripTrailing().endsWith(";");
    }

    private static Octets marked(Octets message, Header header, byte[] more, byte[] outside) {
        var type = header.first("Content-Type").orElseThrow();
        return Octets.concat(List.of(Octets.of(more), Octets.of(repeated(outside)),
            message.slice(0, type.span().start()), Octets.of(marked(type)),
            message.slice(type.span().end(), message.length())));
    }

    private static byte[] marked(HeaderField type) {
        var octets = ended(type.octets());
        int length = octets.length - CRLF.length;
        while (length > 0 && (octets[length - 1] == ' ' || octets[length - 1] == '\t')) length--;
        var marked = new ByteArrayOutputStream();
        marked.write(octets, 0, length);
        marked.writeBytes(CIPHER.getBytes(StandardCharsets.US_ASCII));
        return marked.toByteArray();
    }

    private static Octets enclosed(Octets message, Header from, byte[] more, byte[] outside, RandomGenerator random) {
        var boundary = boundary(random);
        var header = new ByteArrayOutputStream();
        header.writeBytes(more);
        header.writeBytes(repeated(outside));
        for (var name : READ_BY_PEOPLE) {
            from.first(name).filter(field -> field.span().length() <= FIELD_OCTETS_MAX)
                .ifPresent(field -> header.writeBytes(ended(field.octets())));
        }
        header.writeBytes(ascii("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"" + CIPHER
            + "\r\n--" + boundary + "\r\nContent-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n"));
        var end = ascii("\r\n--" + boundary + "--\r\n");
        return Octets.concat(List.of(Octets.of(header.toByteArray()), message, Octets.of(end)));
    }

    static String boundary(RandomGenerator random) {
        var octets = new byte[18];
        random.nextBytes(octets);
        return "=_" + HexFormat.of().formatHex(octets);
    }

    static byte[] ascii(String text) { return text.getBytes(StandardCharsets.US_ASCII); }

    private static byte[] repeated(byte[] outside) {
        var repeated = new ByteArrayOutputStream();
        for (var field : Header.parse(outside, 0, false, MessageLimits.DEFAULT).fields()) {
            boolean isLong = field.raw().length() > LINE_CHARACTERS; // RFC 5322 section 2.1.1: with what goes before
            repeated.writeBytes(ascii(isLong ? HP_OUTER + ":\r\n " : HP_OUTER + ": "));
            repeated.writeBytes(field.octets());
        }
        return repeated.toByteArray();
    }
}
