package sigillo.main.config;

import sigillo.net.Room.Share;

/** The listeners, by their names in the configuration, with their standard ports. */
public enum Door {
    SMTP("smtp", 25, false, "mail from other servers"),
    SUBMISSION("submission", 587, false, "mail that our users send (STARTTLS)"),
    SUBMISSIONS("submissions", 465, true, "mail that our users send (TLS)"),
    LMTP("lmtp", 24, false, "mail from another mail server on this machine"),
    MILTER("milter", 8890, false, "another mail server that asks our checks, as a milter"),
    IMAP("imap", 143, false, "mail programs (STARTTLS)"),
    IMAPS("imaps", 993, true, "mail programs (TLS)"),
    POP3("pop3", 110, false, "mail programs that fetch (STARTTLS)"),
    POP3S("pop3s", 995, true, "mail programs that fetch (TLS)"),
    MANAGESIEVE("managesieve", 4190, false, "mail programs that write rules (STARTTLS)"),
    HTTPS("https", 443, true, "browsers: sign-in, app passwords, the recovery kit"),
    HTTP("http", 80, false, "browsers that did not write https (they are sent there), and proofs to the authority of certificates");

    private final String key;
    private final int port;
    private final boolean implicitTls;
    private final String purpose;

    Door(String key, int port, boolean implicitTls, String purpose) {
        this.key = key;
        this.port = port;
        this.implicitTls = implicitTls;
        this.purpose = purpose;
    }

    public String key() { return key; }

    /** Unless the operator says otherwise: the others are what a mail server is for. */
    boolean isOnByDefault() { return this != MILTER; }

    /** For programs of this machine, unless the operator says otherwise. */
    boolean isForThisMachine() { return this == LMTP || this == MILTER; }

    public int standardPort() { return port; }

    /** TLS from the first octet; the others start it by a command. */
    public boolean isImplicitTls() { return implicitTls; }

    /** At one time, unless the operator says otherwise. Browsers come and go, and what they say is held whole. */
    int connections() { return this == HTTPS || this == HTTP ? 250 : 1_000; }

    /** With whom its connections share their room. */
    public Share share() {
        return switch (this) {
            case SMTP -> Share.MAIL;
            case LMTP, MILTER -> Share.HANDED_OVER;
            case SUBMISSION, SUBMISSIONS, IMAP, IMAPS, POP3, POP3S, MANAGESIEVE -> Share.PROGRAMS;
            case HTTPS, HTTP -> Share.BROWSERS;
        };
    }

    public String purpose() { return purpose; }
}
