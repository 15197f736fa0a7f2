package sigillo.message;

import java.util.List;
import java.util.Optional;

/**
 * A media type with its parameters, RFC 2045 section 5.1.
 *
 * @param type in lower case
 * @param subtype in lower case
 * @param rawParameters in their order and spelling; {@link #parameter} and {@link #parameters} decode
 */
public record ContentType(String type, String subtype, List<Parameter> rawParameters) {
    /** RFC 2045 section 5.2: what an entity without a (valid) Content-Type is. */
    public static final ContentType DEFAULT =
        new ContentType("text", "plain", List.of(new Parameter("charset", "us-ascii")));
    /** RFC 2046 section 5.1.5: the default inside multipart/digest. */
    public static final ContentType MESSAGE = new ContentType("message", "rfc822", List.of());
    /** What is not looked into. */
    public static final ContentType OCTETS = new ContentType("application", "octet-stream", List.of());

    public ContentType { rawParameters = List.copyOf(rawParameters); }

    /** Empty for what is no media type; total. "text" alone, which old programs wrote, is text/plain. */
    public static Optional<ContentType> parse(String raw) {
        var scanner = new ParameterScanner(raw);
        var type = Ascii.lower(scanner.token());
        if (type.isEmpty() || scanner.isAt('=')) return Optional.empty();
        if (!scanner.skip('/')) {
            boolean isText = type.equals("text");
            return isText ? Optional.of(new ContentType(type, "plain", scanner.parameters())) : Optional.empty();
        }
        var subtype = Ascii.lower(scanner.token());
        return subtype.isEmpty() ? Optional.empty() : Optional.of(new ContentType(type, subtype, scanner.parameters()));
    }

    public boolean is(String type, String subtype) { return this.type.equals(type) && this.subtype.equals(subtype); }

    public boolean isText() { return type.equals("text"); }

    public boolean isMultipart() { return type.equals("multipart"); }

    /** Of the kind that holds a whole message: message/rfc822 or, with UTF-8 headers, message/global (RFC 6532). */
    public boolean isMessage() {
        return type.equals("message") && (subtype.equals("rfc822") || subtype.equals("global"));
    }

    /** Decoded by {@link ParameterDecoder}; {@code name} in lower case. */
    public Optional<String> parameter(String name) { return ParameterDecoder.find(rawParameters, name); }

    /** All decoded: names in lower case without RFC 2231's marks, each once, in the order of their first occurrence. */
    public List<Parameter> parameters() { return ParameterDecoder.decode(rawParameters); }

    /** {@code type/subtype}. */
    public String mediaType() { return type + "/" + subtype; }
}
