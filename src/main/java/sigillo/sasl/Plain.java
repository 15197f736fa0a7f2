package sigillo.sasl;

import java.nio.charset.StandardCharsets;
import sigillo.base.Bytes;

/** PLAIN: authorization identity, NUL, user, NUL, password, in UTF-8. RFC 4616 section 2. */
final class Plain implements SaslExchange {
    private static final Next MALFORMED = new Next.Malformed("Not a message of PLAIN");

    @Override public Bytes opening() { return Bytes.EMPTY; }

    @Override public Next on(Bytes message) {
        var octets = message.unsafeArray();
        int first = nul(octets, 0);
        int second = nul(octets, first + 1);
        boolean isWhole = second < octets.length && nul(octets, second + 1) == octets.length && Utf8.isWellFormed(octets);
        if (!isWhole || second == first + 1) return MALFORMED;
        return on(text(octets, 0, first), text(octets, first + 1, second), PasswordText.of(octets, second + 1, octets.length));
    }

    /** Nobody acts for another, so an authorization identity must be the user's own. */
    private static Next on(String other, String user, PasswordText password) {
        if (other.isEmpty() || other.equals(user)) return new Next.Credentials(user, password);
        password.close();
        return new Next.NotAllowed();
    }

    /** The next one; the end when there is none. */
    private static int nul(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) if (octets[i] == 0) return i;
        return octets.length;
    }

    private static String text(byte[] octets, int from, int to) { return new String(octets, from, to - from, StandardCharsets.UTF_8); }
}
