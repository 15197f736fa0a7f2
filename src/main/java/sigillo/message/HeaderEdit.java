package sigillo.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Octets;

/** A change of a header, as a filter wants it. Texts are octets in Latin-1. */
public sealed interface HeaderEdit {
    /** Behind all others. */
    record Add(String name, String value) implements HeaderEdit {}

    /** Before the field with this number, from 0; behind the last where there are fewer. */
    record Insert(int index, String name, String value) implements HeaderEdit {}

    /** The {@code nth} of the name, from 1; an empty value deletes it. Where there are fewer it is added. */
    record Change(int nth, String name, String value) implements HeaderEdit {}

    /**
     * The message with a header that is changed so, one edit after the other. Those that would make something else than a
     * field are passed over. A message without any field, or whose header is longer than {@code limits}, stays as it is.
     */
    static Octets apply(Octets message, List<HeaderEdit> edits, MessageLimits limits) throws IOException {
        if (edits.isEmpty()) return message;
        var section = HeaderSection.read(message, limits);
        var header = section.header();
        if (header.size() == 0 || header.isCut()) return message;
        var fields = new ArrayList<byte[]>();
        for (int i = 0; i < header.size(); i++) fields.add(ended(header.field(i).octets()));
        edits.forEach(edit -> edit.in(fields));
        var all = new ByteArrayOutputStream();
        fields.forEach(all::writeBytes);
        return Octets.concat(List.of(Octets.of(all.toByteArray()), message.slice(section.fieldsEnd(), message.length())));
    }

    private static byte[] ended(byte[] field) {
        if (field.length > 0 && field[field.length - 1] == '\n') return field;
        return (new String(field, StandardCharsets.ISO_8859_1) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private void in(List<byte[]> fields) {
        switch (this) {
            case Add(var name, var value) -> field(name, value).ifPresent(fields::add);
            case Insert(int index, var name, var value) -> field(name, value).ifPresent(one -> fields.add(Math.clamp(index, 0, fields.size()), one));
            case Change(int nth, var name, var value) -> {
                int at = find(fields, nth, name);
                if (at < 0 && !value.isEmpty()) field(name, value).ifPresent(fields::add);
                if (at >= 0 && value.isEmpty()) fields.remove(at);
                if (at >= 0 && !value.isEmpty()) field(name, value).ifPresent(one -> fields.set(at, one));
            }
        }
    }

    private static int find(List<byte[]> fields, int nth, String name) {
        int left = Math.max(1, nth);
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            boolean isIt = new HeaderField(field, 0, 0, field.length).isNamed(name);
            if (isIt && --left == 0) return i;
        }
        return -1;
    }

    /** RFC 5322 section 2.2: a name is printable ASCII without a colon. A line end within begins a fold, or a space stands for it. */
    private static Optional<byte[]> field(String name, String value) {
        if (!name.matches("[!-9;-~]{1,200}")) return Optional.empty();
        var folded = value.replace("\r", "").replace("\0", "").replaceAll("(?<!\n)\n+$", "").replaceAll("\n(?![ \t])", " ").replaceAll("\n(?=[ \t]*(\n|$))", "")
            .replace("\n", "\r\n");
        return Optional.of((name + ":" + (folded.startsWith(" ") ? "" : " ") + folded + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
