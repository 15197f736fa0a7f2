package sigillo.sasl;

import sigillo.base.Bytes;

/** LOGIN, which is older than PLAIN and has no standard: a user, then a password. Outlook still uses it. */
final class Login implements SaslExchange {
    private static final Bytes USERNAME = Bytes.utf8("Username:");
    private static final Bytes PASSWORD = Bytes.utf8("Password:");

    private String user;

    @Override public Bytes opening() { return USERNAME; }

    @Override public Next on(Bytes message) {
        var octets = message.unsafeArray();
        if (!Utf8.isWellFormed(octets)) return new Next.Malformed((user == null ? "Name" : "Password") + " is not UTF-8");
        if (user != null) return new Next.Credentials(user, PasswordText.of(octets, 0, octets.length));
        user = message.toUtf8();
        return new Next.Ask(PASSWORD);
    }
}
