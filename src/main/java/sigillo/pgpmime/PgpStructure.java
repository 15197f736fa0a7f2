package sigillo.pgpmime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import sigillo.message.ContentType;
import sigillo.message.Part;

/**
 * Where OpenPGP stands in a message. Only what covers the WHOLE message may speak for it: a protected part among others
 * is shown apart, with a state of its own, and is never joined with what stands around it (direct exfiltration, signed
 * parts that are framed by a stranger's words).
 */
public sealed interface PgpStructure {
    /** RFC 3156 section 4: the message is {@code data}, encrypted; the OpenPGP message is its content. */
    record Encrypted(Part data) implements PgpStructure {}

    /** RFC 3156 section 5: {@code content} with its own header is what the {@code signature} is of. */
    record Signed(Part content, Part signature) implements PgpStructure {}

    /** Protected parts within something else, the outermost of each; none is the whole. */
    record Within(List<Part> parts) implements PgpStructure {
        public Within { parts = List.copyOf(parts); }
    }

    /** None of PGP/MIME; its text may have armour: {@link InlinePgp}. */
    record None() implements PgpStructure {}

    /** How many protected parts of a message are told. */
    int PARTS_MAX = 50;

    /** Of the entity {@code root} and what is in it: a message, or what was encrypted. */
    static PgpStructure of(Part root) {
        var whole = entity(root);
        if (!(whole instanceof None)) return whole;
        var within = within(root);
        return within.isEmpty() ? new None() : new Within(within);
    }

    private static PgpStructure entity(Part part) {
        if (isEncrypted(part)) return new Encrypted(part.children().get(1));
        if (isSigned(part)) return new Signed(part.children().get(0), part.children().get(1));
        return new None();
    }

    /** Both parts, and nothing else: of three, a reader could take another than we do. */
    private static boolean isEncrypted(Part part) {
        return is(part, "encrypted", "application/pgp-encrypted") && part.children().size() == 2
            && part.children().get(0).type().is("application", "pgp-encrypted") && isLeaf(part.children().get(0))
            && part.children().get(1).type().is("application", "octet-stream") && isLeaf(part.children().get(1));
    }

    private static boolean isSigned(Part part) {
        return is(part, "signed", "application/pgp-signature") && part.children().size() == 2
            && part.children().get(1).type().is("application", "pgp-signature") && isLeaf(part.children().get(1));
    }

    private static boolean isLeaf(Part part) { return part.content() instanceof Part.Content.Leaf; }

    private static boolean is(Part part, String subtype, String protocol) {
        return part.isMultipart() && part.type().is("multipart", subtype)
            && part.type().parameter("protocol").filter(protocol::equalsIgnoreCase).isPresent();
    }

    private static List<Part> within(Part root) {
        var found = new ArrayList<Part>();
        var left = new ArrayDeque<>(root.children());
        while (!left.isEmpty() && found.size() < PARTS_MAX) {
            var part = left.removeFirst();
            if (entity(part) instanceof None && !promises(part.type())) left.addAll(part.children());
            else found.add(part);
        }
        return found;
    }

    /** It says that it is encrypted, and is not built so: whoever shows it must not take it for plain. */
    private static boolean promises(ContentType type) {
        return type.is("multipart", "encrypted") || type.is("application", "pgp-encrypted");
    }
}
