package sigillo.sasl;

import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Bytes;

/** OAUTHBEARER: a token instead of a password. RFC 7628 section 3. Where it came from is not its matter. */
final class OAuthBearer implements SaslExchange {
    private static final int MESSAGE_OCTETS_MAX = 4_096;
    /** RFC 7628 section 3.1: pairs, each with a separator behind it, and one more at the end. */
    private static final Pattern PAIRS = Pattern.compile("\1(?:[A-Za-z]+=[\\x20-\\x7E\\t\\r\\n]*\1){0,20}\1");
    /** RFC 6750 section 2.1: b64token; the scheme in any case. */
    private static final Pattern TOKEN = Pattern.compile("\1auth=(?i:bearer) +([A-Za-z0-9._~+/-]+=*)\1");
    private static final Next MALFORMED = new Next.Malformed("Not a message of OAUTHBEARER");

    private final Bytes refusal;
    private final Bytes outOfScope;

    /** RFC 7628 section 3.2.2, with the words of RFC 6750 section 3.1. */
    OAuthBearer(BearerHelp help) {
        this.refusal = help.told("invalid_token");
        this.outOfScope = help.told("insufficient_scope");
    }

    @Override public Bytes opening() { return Bytes.EMPTY; }

    @Override public Next on(Bytes message) {
        if (message.length() > MESSAGE_OCTETS_MAX) return MALFORMED;
        var header = Utf8.decode(message).flatMap(Gs2Header::parse);
        if (header.isEmpty() || header.get().flag() instanceof Gs2Header.Flag.Bound) return MALFORMED;
        var rest = header.get().rest();
        if (!PAIRS.matcher(rest).matches()) return MALFORMED;
        var token = TOKEN.matcher(rest);
        // RFC 7628 section 3.1: without the pair, or with an empty one, the client asks what it could do
        if (!token.find()) return new Next.Unproved("", refusal);
        return new Next.Bearer(header.get().authorization(), token.group(1), refusal, outOfScope);
    }
}
