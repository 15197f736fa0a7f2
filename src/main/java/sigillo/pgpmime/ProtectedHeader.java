package sigillo.pgpmime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.message.ContentType;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.MessageLimits;

/**
 * What the header of a payload, which was encrypted or signed, says for the whole message. Its caller knows that the
 * payload IS the whole ({@link PgpStructure}), was opened and, where it was signed, by whom: else it says nothing.
 */
public final class ProtectedHeader {
    /** How the fields are marked as the message's own. */
    public enum Kind {
        /** RFC 9788, {@code hp="cipher"}: the sender meant them to be encrypted. */
        CIPHER,
        /** RFC 9788, {@code hp="clear"}: signed, and to be read by all. */
        CLEAR,
        /** {@code protected-headers="v1"}: only the Subject counts, as Thunderbird reads it. */
        SUBJECT_ALONE,
        /** Those of a part, which say nothing of the message. */
        NONE
    }

    private static final String HP_OUTER = "HP-Outer";

    private final Header header;
    private final Kind kind;

    private ProtectedHeader(Header header, Kind kind) {
        this.header = header;
        this.kind = kind;
    }

    /** {@code header}: of the payload. {@code isEncrypted}: it was; {@code hp="cipher"} of what was not is none. */
    public static ProtectedHeader of(Header header, boolean isEncrypted) {
        var type = header.first("Content-Type").flatMap(field -> ContentType.parse(field.raw()));
        return new ProtectedHeader(header, type.map(one -> kind(one, isEncrypted)).orElse(Kind.NONE));
    }

    private static Kind kind(ContentType type, boolean isEncrypted) {
        var hp = type.parameter("hp").map(value -> value.toLowerCase(Locale.ROOT)).orElse("");
        if (hp.equals("cipher")) return isEncrypted ? Kind.CIPHER : Kind.NONE;
        if (hp.equals("clear")) return Kind.CLEAR;
        boolean isOlder = type.parameter("protected-headers").filter("v1"::equalsIgnoreCase).isPresent();
        return isOlder ? Kind.SUBJECT_ALONE : Kind.NONE;
    }

    public Kind kind() { return kind; }

    /** The Subject of the message, decoded; empty when the one outside is all there is. */
    public Optional<String> subject() {
        return kind == Kind.NONE ? Optional.empty() : header.first("Subject").map(HeaderField::text);
    }

    /** The fields of the message, to be read in the place of ALL that stand outside; empty for the older form. */
    public List<HeaderField> fields() {
        if (kind == Kind.NONE || kind == Kind.SUBJECT_ALONE) return List.of();
        return header.fields().stream()
            .filter(field -> !field.name().isEmpty() && !field.isNamed(HP_OUTER) && !isStructural(field)).toList();
    }

    private static boolean isStructural(HeaderField field) {
        var name = field.name().toLowerCase(Locale.ROOT);
        return name.equals("mime-version") || name.startsWith("content-");
    }

    /**
     * Whether whoever carried the message could not read this field of {@link #fields()}: the sender says by HP-Outer
     * what he wrote outside, and a field that is not among that was inside alone.
     */
    public boolean wasHidden(HeaderField field) {
        if (kind != Kind.CIPHER) return false;
        return outer().stream().noneMatch(one -> one.isNamed(field.name()) && one.raw().equals(field.raw()));
    }

    /** What the sender says that he wrote outside. */
    public List<HeaderField> outer() {
        var outer = new ArrayList<HeaderField>();
        for (var field : header.all(HP_OUTER)) {
            var octets = field.raw().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            outer.addAll(Header.parse(octets, 0, false, MessageLimits.DEFAULT).fields());
        }
        return outer;
    }
}
