package sigillo.message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes entities: their MIME fields, the empty line, the encoded body. */
final class BodyWriter {
    private final OutputStream out;
    private final RandomGenerator random;

    BodyWriter(OutputStream out, RandomGenerator random) {
        this.out = out;
        this.random = random;
    }

    /** As deep as the caller nested it. */
    void write(MessageBody body) throws IOException {
        switch (body) {
            case MessageBody.Text text -> text(text);
            case MessageBody.File file -> file(file);
            case MessageBody.Whole whole -> whole(whole);
            case MessageBody.FieldGroups groups -> fieldGroups(groups);
            case MessageBody.Multipart multipart -> multipart(multipart);
        }
    }

    private void text(MessageBody.Text text) throws IOException {
        var encoded = TextEncoder.encode(text.text());
        contentType("text/" + text.subtype(), List.of(new Parameter("charset", encoded.charset())));
        line(new HeaderLine("Content-Transfer-Encoding").piece(encoded.encoding()));
        endHeader();
        ascii(encoded.body());
    }

    private void file(MessageBody.File file) throws IOException {
        contentType(file.mediaType(), List.of());
        var name = file.name().isEmpty() ? List.<Parameter>of() : List.of(new Parameter("filename", file.name()));
        withParameters("Content-Disposition", file.inline() ? "inline" : "attachment", name);
        if (MessageIds.isId(file.contentId())) line(new HeaderLine("Content-ID").piece("<" + file.contentId() + ">"));
        line(new HeaderLine("Content-Transfer-Encoding").piece("base64"));
        endHeader();
        try (var base64 = Base64.getMimeEncoder().wrap(new Unclosed(out))) {
            file.content().writeTo(base64);
        }
        ascii("\r\n");
    }

    private void whole(MessageBody.Whole whole) throws IOException {
        contentType(whole.mediaType(), List.of());
        if (LineEnds.isEightBit(whole.content())) line(new HeaderLine("Content-Transfer-Encoding").piece("8bit"));
        endHeader();
        LineEnds.write(whole.content(), out);
    }

    private void fieldGroups(MessageBody.FieldGroups groups) throws IOException {
        contentType(groups.mediaType(), List.of());
        endHeader();
        for (int i = 0; i < groups.groups().size(); i++) {
            if (i > 0) ascii("\r\n");
            for (var field : groups.groups().get(i)) line(new HeaderLine(field.name()).text(field.value()));
        }
    }

    private void multipart(MessageBody.Multipart multipart) throws IOException {
        // RFC 2046 section 5.1.1: neither base64 nor quoted-printable can hold "=_", and no one can foresee the rest.
        var hex = HexFormat.of();
        var boundary = "=_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        var parameters = new ArrayList<>(multipart.parameters());
        parameters.add(new Parameter("boundary", boundary));
        contentType("multipart/" + multipart.subtype(), parameters);
        endHeader();
        for (var part : multipart.parts()) {
            ascii("--" + boundary + "\r\n");
            write(part);
            ascii("\r\n"); // belongs to the delimiter
        }
        ascii("--" + boundary + "--\r\n");
    }

    private void contentType(String mediaType, List<Parameter> parameters) throws IOException {
        var names = mediaType.split("/", -1);
        boolean valid = names.length == 2 && ParameterEncoder.isToken(names[0]) && ParameterEncoder.isToken(names[1]);
        withParameters("Content-Type", valid ? mediaType : ContentType.OCTETS.mediaType(), parameters);
    }

    private void withParameters(String name, String value, List<Parameter> parameters) throws IOException {
        var pieces = new ArrayList<String>(List.of(value));
        for (var parameter : parameters) pieces.addAll(ParameterEncoder.encode(parameter.name(), parameter.value()));
        var line = new HeaderLine(name);
        for (int i = 0; i < pieces.size(); i++) line.piece(pieces.get(i) + (i + 1 < pieces.size() ? ";" : ""));
        line(line);
    }

    private void line(HeaderLine line) throws IOException { out.write(line.finish().getBytes(StandardCharsets.UTF_8)); }

    private void endHeader() throws IOException { ascii("\r\n"); }

    private void ascii(String text) throws IOException { out.write(text.getBytes(StandardCharsets.US_ASCII)); }

    /** The encoder closes what it writes to; the message goes on. */
    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(OutputStream out) { super(out); }

        @Override public void write(byte[] octets, int offset, int count) throws IOException {
            out.write(octets, offset, count);
        }

        @Override public void close() throws IOException { flush(); }
    }
}
