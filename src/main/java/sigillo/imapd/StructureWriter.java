package sigillo.imapd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import sigillo.imap.ImapWriter;
import sigillo.message.Disposition;
import sigillo.message.Parameter;
import sigillo.message.Part;

/**
 * Writes BODY and, with the extension data, BODYSTRUCTURE: RFC 9051 section 7.5.2. As deep as a message's structure is
 * indexed, which is bounded.
 */
final class StructureWriter {
    private final ImapWriter out;
    private final boolean extended;

    StructureWriter(ImapWriter out, boolean extended) {
        this.out = out;
        this.extended = extended;
    }

    void write(Part part) throws IOException {
        switch (part.content()) {
            case Part.Content.Multipart(var parts) -> multipart(part, parts);
            case Part.Content.Leaf(), Part.Content.Opaque(), Part.Content.Embedded _ -> single(part);
        }
    }

    private void multipart(Part part, List<Part> parts) throws IOException {
        out.raw("(");
        for (var child : parts) write(child);
        out.raw(" ").nraw(part.type().subtype());
        if (extended) {
            out.raw(" ");
            parameters(part.type().rawParameters(), part.type()::parameter);
            tail(part);
        }
        out.raw(")");
    }

    private void single(Part part) throws IOException {
        var type = part.structureType();
        out.raw("(").nraw(type.type()).raw(" ").nraw(type.subtype()).raw(" ");
        parameters(type.rawParameters(), type::parameter);
        out.raw(" ").nraw(part.fields().contentId().orElse(null));
        out.raw(" ").nraw(part.fields().description().orElse(null));
        out.raw(" ").nraw(part.transferEncoding());
        out.raw(" ").number(part.bodyOctets());
        var embedded = part.embedded();
        if (embedded.isPresent()) {
            out.raw(" ");
            new EnvelopeWriter(out).write(embedded.get().envelope());
            out.raw(" ");
            write(embedded.get().root());
        }
        if (embedded.isPresent() || type.isText()) out.raw(" ").number(part.bodyLines());
        if (extended) {
            out.raw(" ").nraw(part.fields().md5().orElse(null));
            tail(part);
        }
        out.raw(")");
    }

    /** Disposition, language, location: the same for all kinds of parts. */
    private void tail(Part part) throws IOException {
        out.raw(" ");
        disposition(part.disposition());
        out.raw(" ");
        languages(part.fields().language());
        out.raw(" ").nraw(part.fields().location().orElse(null));
    }

    private void disposition(Optional<Disposition> disposition) throws IOException {
        if (disposition.isEmpty()) {
            out.nil();
            return;
        }
        out.raw("(").nraw(disposition.get().type()).raw(" ");
        parameters(disposition.get().rawParameters(), disposition.get()::parameter);
        out.raw(")");
    }

    private void languages(List<String> languages) throws IOException {
        if (languages.isEmpty()) {
            out.nil();
            return;
        }
        out.raw("(");
        for (int i = 0; i < languages.size(); i++) out.raw(i == 0 ? "" : " ").nraw(languages.get(i));
        out.raw(")");
    }

    /**
     * As the message has them, but continuations (RFC 2231 section 3) are put together, as section 6 there asks of us:
     * under the plain name when they are ASCII, else as one extended value in UTF-8.
     */
    private void parameters(List<Parameter> raw, Function<String, Optional<String>> decoded) throws IOException {
        var plain = new HashSet<String>();
        for (var p : raw) {
            if (p.name().indexOf('*') < 0) plain.add(p.name().toLowerCase(Locale.ROOT));
        }
        var joined = new HashSet<String>();
        var before = "(";
        for (var p : raw) {
            int star = p.name().indexOf('*');
            var name = star < 0 ? p.name() : p.name().substring(0, star).toLowerCase(Locale.ROOT);
            if (star >= 0 && !joined.add(name)) continue;
            out.raw(before);
            before = " ";
            if (star < 0) pair(name, p.value());
            else extended(name, decoded.apply(name).orElse(""), plain.contains(name));
        }
        if (raw.isEmpty()) out.nil();
        else out.raw(")");
    }

    private void extended(String name, String value, boolean plainToo) throws IOException {
        if (!plainToo && value.chars().allMatch(c -> c < 0x80)) pair(name, value);
        else pair(name + "*", "utf-8''" + percentEncoded(value));
    }

    private void pair(String name, String value) throws IOException { out.nraw(name).raw(" ").nraw(value); }

    /** RFC 2231 section 7, attribute-char. */
    private static String percentEncoded(String value) {
        var text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7F && "*'%()<>@,;:\\\"/[]?=".indexOf(b) < 0;
            if (plain) text.append((char) b);
            else text.append(String.format(Locale.ROOT, "%%%02X", b));
        }
        return text.toString();
    }
}
