package sigillo.message;

import java.util.List;
import java.util.Optional;

/**
 * A Content-Disposition, RFC 2183.
 *
 * @param type in lower case
 * @param rawParameters in their order and spelling; {@link #parameter} decodes
 */
public record Disposition(String type, List<Parameter> rawParameters) {
    public Disposition { rawParameters = List.copyOf(rawParameters); }

    /** Empty for a field in which no disposition can be seen; total. */
    public static Optional<Disposition> parse(String raw) {
        var scanner = new ParameterScanner(raw);
        var type = scanner.token();
        if (type.isEmpty() && scanner.atEnd()) return Optional.empty();
        // RFC 2183 section 2.8: unknown ones are attachments, and so is "filename=x", which has lost its first word.
        if (type.isEmpty()) return Optional.of(new Disposition("attachment", scanner.parameters()));
        boolean isParameter = scanner.isAt('=');
        return Optional.of(isParameter ? new Disposition("attachment", new ParameterScanner(raw).parameters())
            : new Disposition(Ascii.lower(type), scanner.parameters()));
    }

    /** RFC 2183 section 2.8: whatever is not inline is an attachment. */
    public boolean isAttachment() { return !type.equals("inline"); }

    /** Decoded by {@link ParameterDecoder}; {@code name} in lower case. */
    public Optional<String> parameter(String name) { return ParameterDecoder.find(rawParameters, name); }
}
