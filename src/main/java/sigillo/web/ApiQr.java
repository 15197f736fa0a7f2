package sigillo.web;

import io.nayuki.qrcodegen.QrCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import sigillo.http.Reply;

/** A QR code (ISO/IEC 18004) of what an owner has just been shown, for a page that draws it. Nothing of it is kept. */
final class ApiQr {
    private static final String PATH = "/api/qr";
    /** In UTF-8: more than the settings of a mail program have; what is longer no telephone reads from a screen. */
    static final int OCTETS_MAX = 600;

    private ApiQr() {}

    static void addTo(Map<String, Call> calls) { calls.put("POST " + PATH, (_, with) -> drawn(Json.text(with, "text"))); }

    private static Reply drawn(String text) {
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > OCTETS_MAX) return Json.error(400, "text");
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        return Json.reply(200, Json.object().put("size", QrImage.size(code)).put("path", QrImage.path(code)));
    }
}
