package sigillo.invitations;

import java.util.Set;
import java.util.regex.Pattern;

/** Names that somebody may choose for himself. */
final class Names {
    /** Letters, digits, and between them single dots, dashes and underscores: every program and form takes these. */
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");

    /**
     * What others take for whoever runs the domain (RFC 2142), what authorities of certificates write to (CA/Browser Forum
     * Baseline Requirements 3.2.2.4.4), and what is looked up by name.
     */
    private static final Set<String> RESERVED = Set.of("postmaster", "abuse", "hostmaster", "webmaster", "noc", "security", "admin",
        "administrator", "root", "mailer-daemon", "daemon", "info", "marketing", "sales", "support", "help", "helpdesk", "usenet", "news", "www", "uucp",
        "ftp", "ssladmin", "ssl-admin", "sysadmin", "operator", "noreply", "no-reply", "donotreply", "do-not-reply", "nobody", "dmarc", "tlsrpt", "tls-reports",
        "autoconfig", "autodiscover", "mta-sts", "mail", "email", "imap", "smtp", "pop", "pop3", "billing", "accounts", "account", "office", "team", "staff",
        "contact", "privacy", "legal", "hr", "all", "everyone", "list", "lists", "owner", "sigillo");

    private Names() {}

    static boolean isOne(String name) { return name.length() <= InvitationLimits.NAME_SIGNS_MAX && FORM.matcher(name).matches(); }

    /** However it is divided: {@code post.master} is read as {@code postmaster}. */
    static boolean isReserved(String name) {
        return RESERVED.contains(name) || RESERVED.contains(name.replaceAll("[._-]", ""));
    }
}
