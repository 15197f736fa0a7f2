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
        int size = code.size + 2 * QUIET;
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) path.append("M%d,%dh1v1h-1z".formatted(x + QUIET, y + QUIET));
            }
        }
        return Html.of("""
            <svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}">\
            <rect width="{}" height="{}" fill="#fff"/><path d="{}" fill="#000"/></svg>
            """, size, size, label, size, size, path);
    }
}
