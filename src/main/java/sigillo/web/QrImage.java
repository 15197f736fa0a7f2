package sigillo.web;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code (ISO/IEC 18004) as an SVG within the page: dark on light in both schemes, since some readers want it so.
 */
final class QrImage {
    /** Light signs around it that readers need. */
    private static final int QUIET = 4;

    private QrImage() {}

    /** {@code label}: for who does not see it. */
    static Html of(String text, String label) {
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        int size = size(code);
        return Html.of("""
            <svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}">\
            <rect width="{}" height="{}" fill="#fff"/><path d="{}" fill="#000"/></svg>
            """, size, size, label, size, size, path(code));
    }

    /** Signs to a side, with what is light around it. */
    static int size(QrCode code) { return code.size + 2 * QUIET; }

    /** What is dark, as the path of an SVG. */
    static String path(QrCode code) {
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                int from = x;
                while (code.getModule(x, y)) x++;
                if (x > from) path.append("M%d,%dh%dv1h-%dz".formatted(from + QUIET, y + QUIET, x - from, x - from));
            }
        }
        return path.toString();
    }
}
