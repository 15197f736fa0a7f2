package sigillo.sasl;

import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Bytes;

/**
 * XOAUTH2: what came before OAUTHBEARER, and what many programs speak still (mutt's script, mbsync's plug-in, Thunderbird;
 * 2026-11). {@code user=}, a name, the separator, {@code auth=Bearer} with the token, two separators. As Google describes it in
 * "OAuth 2.0 Mechanism"; its server's answer to a wrong one has the same three fields.
 */
final class XOAuth2 implements SaslExchange {
    private static final int MESSAGE_OCTETS_MAX = 4_096;
    private static final Pattern MESSAGE =
        Pattern.compile("user=([^\1]{1,1000})\1auth=(?i:bearer) +([A-Za-z0-9._~+/-]+=*)\1\1");
    private static final Next MALFORMED = new Next.Malformed("Not a message of XOAUTH2");

    private final Bytes refusal;
    private final Bytes outOfScope;

    XOAuth2(BearerHelp help) {
        this.refusal = help.toldXOAuth2("401");
        this.outOfScope = help.toldXOAuth2("403");
    }

    @Override public Bytes opening() { return Bytes.EMPTY; }

    @Override public Next on(Bytes message) {
        if (message.length() > MESSAGE_OCTETS_MAX) return MALFORMED;
        var said = Utf8.decode(message).map(MESSAGE::matcher);
        if (said.isEmpty() || !said.get().matches()) return MALFORMED;
        return new Next.Bearer(Optional.of(said.get().group(1)), said.get().group(2), refusal, outOfScope);
    }
}
