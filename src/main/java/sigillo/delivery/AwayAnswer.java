package sigillo.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sigillo.base.Sha256;
import sigillo.rules.Vacation;
import sigillo.sieve.Action;

/**
 * What the answer of an owner who is away is as an action of a script: so the same rules say who gets it, and how often
 * (RFC 5230 sections 4.2 to 4.6).
 */
final class AwayAnswer {
    /** RFC 5230 section 4.1: a sender hears of it once in a week, unless it says something else by then. */
    private static final long SECONDS = 7 * 24 * 3600;
    private static final String SAID = """
        I am away and will answer later.

        Sono assente e risponderò più tardi.
        """;
    private static final String CRLF = "\r\n";

    private AwayAnswer() {}

    static Action.Vacation of(Vacation vacation) {
        boolean isMime = vacation.html().isPresent();
        var reason = isMime ? entity(vacation) : vacation.text().orElse(SAID);
        return new Action.Vacation(vacation.subject(), Optional.empty(), List.of(), isMime, reason, handle(vacation),
            SECONDS, Optional.empty());
    }

    /** Whoever has had this one has not had another. */
    private static String handle(Vacation vacation) {
        var all = String.join("\0", vacation.subject().orElse(""), vacation.text().orElse(""),
            vacation.html().orElse(""), vacation.from().map(Object::toString).orElse(""));
        return "away " + HexFormat.of().formatHex(Sha256.of(all.getBytes(StandardCharsets.UTF_8)));
    }

    /** RFC 2046 section 5.1.4: what is shown best comes last. In base64, so that nothing in it is a line of ours. */
    private static String entity(Vacation vacation) {
        var html = part("html", vacation.html().orElseThrow());
        if (vacation.text().isEmpty()) return html;
        var boundary = "away" + HexFormat.of().formatHex(Sha256.of(html.getBytes(StandardCharsets.UTF_8)), 0, 12);
        return "Content-Type: multipart/alternative; boundary=" + boundary + CRLF + CRLF
            + "--" + boundary + CRLF + part("plain", vacation.text().get()) + CRLF
            + "--" + boundary + CRLF + html + CRLF + "--" + boundary + "--" + CRLF;
    }

    private static String part(String subtype, String text) {
        var lines = text.replaceAll("\r\n|\r|\n", CRLF).getBytes(StandardCharsets.UTF_8);
        return "Content-Type: text/" + subtype + "; charset=utf-8" + CRLF + "Content-Transfer-Encoding: base64" + CRLF
            + CRLF + Base64.getMimeEncoder().encodeToString(lines) + CRLF;
    }
}
