package sigillo.moving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import sigillo.imap.Response.Condition;

/** Shows a source whose mail we want: RFC 9051 sections 6.2.2 and 6.2.3. */
final class SigningIn {
    private final Source source;
    private final Talk talk;

    SigningIn(Source source, Talk talk) {
        this.source = source;
        this.talk = talk;
    }

    /** Throws when it lets us not in. */
    void run() throws IOException {
        var answer = source.way() == Source.Way.TOKEN ? byToken() : byPassword();
        if (answer.isOk()) {
            if (!answer.code().equals("CAPABILITY")) talk.forgetCapabilities();
            return;
        }
        // RFC 5530 section 3: not our fault, and over soon
        if (answer.code().equals("UNAVAILABLE") || answer.code().equals("INUSE")) throw new IOException("it cannot sign us in now: " + Talk.told(answer));
        throw new Hopeless(source + " does not let " + source.user() + " in: " + Talk.told(answer));
    }

    private Condition byPassword() throws IOException {
        var offered = talk.capabilities();
        // RFC 4616 section 2
        if (offered.contains("AUTH=PLAIN")) return authenticate("PLAIN", "\0" + source.user() + "\0" + source.secret());
        if (offered.contains("AUTH=LOGIN")) return login();
        if (offered.contains("LOGINDISABLED")) throw new Hopeless(source + " takes no password in this way");
        return command();
    }

    private Condition byToken() throws IOException {
        var offered = talk.capabilities();
        // RFC 7628 section 3.1; in a name, RFC 5801 section 4 writes comma and equals sign otherwise
        if (offered.contains("AUTH=OAUTHBEARER")) {
            var user = source.user().replace("=", "=3D").replace(",", "=2C");
            return authenticate("OAUTHBEARER", "n,a=" + user + ",\1host=" + source.host() + "\1port=" + source.port() + "\1auth=Bearer " + source.secret() + "\1\1");
        }
        // Gmail's and Exchange's own
        if (offered.contains("AUTH=XOAUTH2")) return authenticate("XOAUTH2", "user=" + source.user() + "\1auth=Bearer " + source.secret() + "\1\1");
        throw new Hopeless(source + " takes no tokens");
    }

    /** RFC 9051 section 6.2.2, and section 9's initial-resp where the source takes one (RFC 4959 section 3). */
    private Condition authenticate(String mechanism, String message) throws IOException {
        boolean atOnce = talk.capabilities().contains("SASL-IR") || talk.capabilities().contains("IMAP4REV2");
        if (atOnce) return talk.await(talk.send("AUTHENTICATE " + mechanism + " " + base64(message)), (_, _) -> { });
        return inTurns(mechanism, List.of(message));
    }

    private Condition login() throws IOException { return inTurns("LOGIN", List.of(source.user(), source.secret())); }

    /** Behind these an empty line, with which a client acknowledges why a token was refused: RFC 7628 section 3.2.3. */
    private Condition inTurns(String mechanism, List<String> messages) throws IOException {
        var left = new ArrayDeque<>(messages);
        return talk.await(talk.send("AUTHENTICATE " + mechanism), (_, _) -> { }, _ -> left.isEmpty() ? "" : base64(left.poll()));
    }

    /** RFC 9051 section 6.2.3, with literals, so that any password can be said. */
    private Condition command() throws IOException {
        var left = new ArrayDeque<>(List.of(raw(source.user()) + " {" + octets(source.secret()).length + "}", raw(source.secret())));
        return talk.await(talk.send("LOGIN {" + octets(source.user()).length + "}"), (_, _) -> { }, _ -> left.isEmpty() ? "" : left.poll());
    }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.UTF_8); }

    /** One character per octet. */
    private static String raw(String text) { return new String(octets(text), StandardCharsets.ISO_8859_1); }

    private static String base64(String message) { return Base64.getEncoder().encodeToString(octets(message)); }
}
