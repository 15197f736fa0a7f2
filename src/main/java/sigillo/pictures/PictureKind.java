package sigillo.pictures;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which pictures are passed on, by how they begin: what a stranger's server says of them is not believed. None runs. */
public enum PictureKind {
    PNG("image/png"), GIF("image/gif"), JPEG("image/jpeg"), WEBP("image/webp"), BMP("image/bmp"), AVIF("image/avif"), ICON("image/x-icon");

    static final int BEGIN_OCTETS = 12;

    private final String type;

    PictureKind(String type) { this.type = type; }

    public String type() { return type; }

    /** Total. {@code begin}: the first {@link #BEGIN_OCTETS}, or all there is. */
    static Optional<PictureKind> of(byte[] begin) {
        var text = new String(begin, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) return Optional.of(PNG);
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return Optional.of(GIF);
        if (text.startsWith("\u00ff\u00d8\u00ff")) return Optional.of(JPEG);
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return Optional.of(WEBP);
        if (text.startsWith("ftypavif", 4) || text.startsWith("ftypavis", 4)) return Optional.of(AVIF);
        if (text.startsWith("BM")) return Optional.of(BMP);
        return text.startsWith("\0\0\u0001\0") ? Optional.of(ICON) : Optional.empty();
    }
}
