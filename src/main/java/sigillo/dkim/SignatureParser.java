package sigillo.dkim;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.base.Domain;
import sigillo.message.HeaderField;

/**
 * Reads signature fields: RFC 6376 section 3.5, and those of ARC, which are alike (RFC 8617 section 4.1.2). Total: each
 * field has an outcome.
 */
public final class SignatureParser {
    public sealed interface Outcome {
        record Ok(DkimSignature signature) implements Outcome {}

        /** {@code tags}: as far as they could be read. */
        record Bad(String why, Optional<TagList> tags) implements Outcome {}
    }

    /** DKIM has {@code v=} and {@code i=} as an identity; an ARC-Message-Signature neither. */
    public enum Kind { DKIM, ARC_MESSAGE }

    private final Kind kind;
    private final byte[] field;
    private final TagList tags;

    private SignatureParser(Kind kind, byte[] field, TagList tags) {
        this.kind = kind;
        this.field = field;
        this.tags = tags;
    }

    public static Outcome parse(HeaderField field, Kind kind) {
        var octets = field.octets();
        if (octets.length > DkimLimits.FIELD_OCTETS_MAX) {
            return new Outcome.Bad("the signature field is too long", Optional.empty());
        }
        var value = new String(octets, StandardCharsets.UTF_8);
        var tags = TagList.parse(value.substring(value.indexOf(':') + 1));
        if (tags.isEmpty()) return new Outcome.Bad("the signature field is no list of tags", tags);
        try {
            return new Outcome.Ok(new SignatureParser(kind, octets, tags.get()).signature());
        } catch (Syntax wrong) {
            return new Outcome.Bad(wrong.why, tags);
        }
    }

    private DkimSignature signature() throws Syntax {
        if (kind == Kind.DKIM && !required("v").equals("1")) throw new Syntax("v= is not 1");
        var algorithm = algorithm();
        var canonical = canonicalizations();
        var domain = domain(required("d"), "d=");
        var names = names();
        var signed = time("t");
        var expires = time("x");
        // RFC 6376 section 3.5: x= is later than t=
        if (signed.isPresent() && expires.isPresent() && !expires.get().isAfter(signed.get())) {
            throw new Syntax("the signature expires before it was made");
        }
        var query = tags.dense("q").orElse("dns/txt");
        if (!List.of(query.split(":")).contains("dns/txt")) throw new Syntax("its key is not in DNS");
        return new DkimSignature(algorithm, base64("b"), base64("bh"), canonical.getFirst(),
            new BodyHashes.Wanted(canonical.getLast(), length()), domain, selector(), identity(domain), names, signed,
            expires, field);
    }

    /** RFC 8301 section 3.1. */
    private Algorithm algorithm() throws Syntax {
        var text = required("a");
        var known = Algorithm.named(text);
        if (known.isPresent()) return known.get();
        throw new Syntax(text.equalsIgnoreCase("rsa-sha1") ? "rsa-sha1 is no longer accepted"
            : "its algorithm is not known");
    }

    private List<Canonicalization> canonicalizations() throws Syntax {
        var parts = tags.dense("c").orElse("simple/simple").split("/", -1);
        var header = Canonicalization.parse(parts[0]);
        var body = parts.length == 1 ? Optional.of(Canonicalization.SIMPLE) : Canonicalization.parse(parts[1]);
        if (parts.length > 2 || header.isEmpty() || body.isEmpty()) throw new Syntax("c= is not known");
        return List.of(header.get(), body.get());
    }

    /** RFC 6376 section 5.4: From is among them. RFC 8617 section 4.1.2: an ARC-Seal never is. */
    private List<String> names() throws Syntax {
        var names = List.of(required("h").split(":", -1)).stream().map(TagList::withoutSpaces).toList();
        if (names.size() > DkimLimits.NAMES_MAX || names.stream().anyMatch(String::isEmpty)) {
            throw new Syntax("h= is no list of names");
        }
        if (kind == Kind.DKIM && names.stream().noneMatch("from"::equalsIgnoreCase)) {
            throw new Syntax("the From field is not signed");
        }
        if (kind == Kind.ARC_MESSAGE && names.stream().anyMatch("arc-seal"::equalsIgnoreCase)) {
            throw new Syntax("h= names ARC-Seal");
        }
        return names;
    }

    private String selector() throws Syntax {
        var text = required("s");
        var selector = text.endsWith(".") ? Optional.<Domain>empty() : Domain.parse(text).filter(d -> !d.isLiteral());
        return selector.map(Domain::name).orElseThrow(() -> new Syntax("s= is no selector"));
    }

    /** RFC 6376 section 6.1.1: its domain is that of d= or below it. Without i= it is {@code @d}. */
    private String identity(String domain) throws Syntax {
        if (kind != Kind.DKIM || !tags.has("i")) return "@" + domain;
        var text = required("i");
        int at = text.lastIndexOf('@');
        if (at < 0) throw new Syntax("i= is no identity");
        var own = domain(text.substring(at + 1), "i=");
        if (!own.equals(domain) && !own.endsWith("." + domain)) throw new Syntax("i= is not within d=");
        return text.substring(0, at) + "@" + own;
    }

    /** RFC 6376 section 3.5: two labels at least. RFC 8616 section 3: U-labels become A-labels. */
    private static String domain(String text, String tag) throws Syntax {
        var domain = Domain.parse(text).filter(d -> !d.isLiteral() && d.name().contains(".") && !text.endsWith("."));
        return domain.map(Domain::name).orElseThrow(() -> new Syntax(tag + " is no domain"));
    }

    private OptionalLong length() throws Syntax {
        if (!tags.has("l")) return OptionalLong.empty();
        return OptionalLong.of(number(required("l"), "l="));
    }

    private Optional<Instant> time(String tag) throws Syntax {
        if (!tags.has(tag)) return Optional.empty();
        long seconds = number(required(tag), tag + "=");
        return Optional.of(Instant.ofEpochSecond(Math.min(seconds, Instant.MAX.getEpochSecond())));
    }

    /** RFC 6376 section 3.5 allows up to 76 digits: beyond what counts they mean the same. */
    private static long number(String text, String tag) throws Syntax {
        boolean isNumber = !text.isEmpty() && text.length() <= 76 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) throw new Syntax(tag + " is no number");
        int zeros = 0;
        while (zeros < text.length() - 1 && text.charAt(zeros) == '0') zeros++;
        return text.length() - zeros > 18 ? Long.MAX_VALUE : Long.parseLong(text, zeros, text.length(), 10);
    }

    private byte[] base64(String tag) throws Syntax {
        var text = tags.dense(tag).orElse("");
        if (text.isEmpty()) throw new Syntax(tag + "= is missing");
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new Syntax(tag + "= is not base64");
        }
    }

    private String required(String tag) throws Syntax {
        return tags.get(tag).filter(value -> !value.isEmpty()).orElseThrow(() -> new Syntax(tag + "= is missing"));
    }

    /** Leaves the grammar at the first error; never leaves this class. */
    private static final class Syntax extends Exception {
        private final String why;

        Syntax(String why) {
            super(null, null, false, false);
            this.why = why;
        }
    }
}
