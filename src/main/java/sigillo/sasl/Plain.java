package sigillo.sasl;

import sigillo.base.Bytes;

/** PLAIN: authorization identity, NUL, user, NUL, password, in UTF-8. RFC 4616 section 2. */
final class Plain implements SaslExchange {
    private static final Next MALFORMED = new Next.Malformed("Not a message of PLAIN");

    @Override public Bytes opening() { return Bytes.EMPTY; }

    @Override public Next on(Bytes message) {
        var text = Utf8.decode(message);
        return text.isEmpty() ? MALFORMED : on(text.get().split("\0", -1));
    }

    /** Nobody acts for another, so an authorization identity must be the user's own. */
    private static Next on(String[] parts) {
        if (parts.length != 3 || parts[1].isEmpty()) return MALFORMED;
        if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) return new Next.NotAllowed();
        return new Next.Credentials(parts[1], parts[2]);
    }
}
