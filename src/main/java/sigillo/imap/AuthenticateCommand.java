package sigillo.imap;

import java.util.Base64;
import java.util.Optional;
import sigillo.base.Bytes;

/** RFC 9051 section 6.2.2, with an initial response where the client sent one (RFC 4959). */
public record AuthenticateCommand(String mechanism, Optional<Bytes> initial) implements ImapCommand.BeforeLogin {

    static AuthenticateCommand parse(Cursor in) throws Syntax {
        in.sp();
        var mechanism = in.word();
        if (!in.skip(' ')) return new AuthenticateCommand(mechanism, Optional.empty());
        // RFC 4959 section 3: a lone equals sign is an initial response of no octets
        var text = in.restOfLine();
        var response = decode(text.equals("=") ? "" : text).orElseThrow(() -> new Syntax("Response is not base64"));
        return new AuthenticateCommand(mechanism, Optional.of(response));
    }

    private static Optional<Bytes> decode(String line) {
        try {
            return Optional.of(Bytes.wrap(Base64.getDecoder().decode(line)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override public String toString() { return "AuthenticateCommand[" + mechanism + "]"; }
}
