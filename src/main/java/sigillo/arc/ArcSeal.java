package sigillo.arc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.dkim.Algorithm;
import sigillo.dkim.TagList;
import sigillo.message.HeaderField;

/** An ARC-Seal: RFC 8617 section 4.1.3. */
record ArcSeal(int instance, Algorithm algorithm, byte[] signature, String domain, String selector, String validation) {

    /** Of one field: RSA-4096 takes 1 KiB. */
    private static final int FIELD_OCTETS_MAX = 32 * 1024;

    /** Empty for what breaks the grammar or is longer than any; total. */
    static Optional<ArcSeal> parse(HeaderField field) {
        var octets = field.octets();
        if (octets.length > FIELD_OCTETS_MAX) return Optional.empty();
        var text = new String(octets, StandardCharsets.UTF_8);
        return TagList.parse(text.substring(text.indexOf(':') + 1)).flatMap(ArcSeal::read);
    }

    private static Optional<ArcSeal> read(TagList tags) {
        var instance = ArcFields.instance(tags.get("i").orElse(""));
        var algorithm = tags.get("a").flatMap(Algorithm::named);
        var domain = tags.get("d").flatMap(Domain::parse).filter(d -> !d.isLiteral() && d.name().contains("."));
        var selector = tags.get("s").flatMap(Domain::parse).filter(d -> !d.isLiteral());
        var validation = tags.get("cv").orElse("").toLowerCase(java.util.Locale.ROOT);
        boolean isKnown = validation.equals("none") || validation.equals("pass") || validation.equals("fail");
        // RFC 8617 section 4.1.3: a seal covers what it must, and names nothing itself
        boolean isWhole = instance > 0 && algorithm.isPresent() && domain.isPresent() && selector.isPresent();
        if (!isWhole || !isKnown || tags.has("h")) return Optional.empty();
        return signature(tags).map(octets -> new ArcSeal(instance, algorithm.get(), octets, domain.get().name(),
            selector.get().name(), validation));
    }

    private static Optional<byte[]> signature(TagList tags) {
        try {
            return tags.dense("b").filter(text -> !text.isEmpty()).map(Base64.getDecoder()::decode);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    String keyName() { return selector + "._domainkey." + domain; }
}
