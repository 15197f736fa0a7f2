package sigillo.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the MIME fields of a part say. RFC 2045, RFC 2183, RFC 1864 (MD5), RFC 3282 (language), RFC 2557 (location).
 *
 * @param transferEncoding in lower case; {@code 7bit} when there is none
 * @param contentId raw, with its angle brackets
 * @param description raw
 * @param md5 raw
 * @param language tags, raw
 * @param location raw
 */
public record PartFields(ContentType type, String transferEncoding, Optional<Disposition> disposition,
                         Optional<String> contentId, Optional<String> description, Optional<String> md5,
                         List<String> language, Optional<String> location) {
    private static final int LANGUAGES_MAX = 50;
    private static final int ENCODING_CHARACTERS_MAX = 64;

    public PartFields { language = List.copyOf(language); }

    /** A part of this type about which nothing else is said. */
    static PartFields of(ContentType type) { return of(type, "7bit"); }

    static PartFields of(ContentType type, String transferEncoding) {
        return new PartFields(type, transferEncoding, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), List.of(), Optional.empty());
    }

    static PartFields of(Header header, ContentType byDefault, int fieldOctetsMax) {
        var fields = new Kept(header, fieldOctetsMax);
        return new PartFields(
            fields.get("content-type").flatMap(ContentType::parse).orElse(byDefault),
            fields.get("content-transfer-encoding").map(PartFields::encoding).orElse("7bit"),
            fields.get("content-disposition").flatMap(Disposition::parse),
            fields.get("content-id"), fields.get("content-description"), fields.get("content-md5"),
            fields.get("content-language").map(PartFields::languages).orElse(List.of()),
            fields.get("content-location"));
    }

    PartFields withType(ContentType type) {
        return new PartFields(type, transferEncoding, disposition, contentId, description, md5, language, location);
    }

    /** True when the octets of the body are the content: no encoding is to be undone. */
    public boolean isIdentity() {
        return switch (transferEncoding) {
            case "base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue" -> false;
            default -> true;
        };
    }

    /** About what these fields keep in memory, in octets. */
    int weight() {
        int weight = 64 + weight(type.rawParameters()) + type.type().length() + type.subtype().length();
        if (disposition.isPresent()) weight += 16 + weight(disposition.get().rawParameters());
        for (var one : List.of(contentId, description, md5, location)) weight += one.map(String::length).orElse(0);
        for (var tag : language) weight += 8 + tag.length();
        return weight;
    }

    private static int weight(List<Parameter> parameters) {
        int weight = 0;
        for (var p : parameters) weight += 16 + p.name().length() + p.value().length();
        return weight;
    }

    private static String encoding(String raw) {
        var token = new ParameterScanner(raw).token();
        return token.isEmpty() || token.length() > ENCODING_CHARACTERS_MAX ? "7bit" : Ascii.lower(token);
    }

    private static List<String> languages(String raw) {
        var tags = new ArrayList<String>();
        for (var tag : raw.split(",", LANGUAGES_MAX + 1)) {
            var bare = new ParameterScanner(tag).token();
            if (!bare.isEmpty() && tags.size() < LANGUAGES_MAX) tags.add(bare);
        }
        return tags;
    }

    /** The first field of a name, cut to what is kept. RFC 5322 section 3.6 allows no second one; the first wins. */
    private record Kept(Header header, int octetsMax) {
        Optional<String> get(String name) {
            return header.first(name).map(field -> field.raw(octetsMax));
        }
    }
}
