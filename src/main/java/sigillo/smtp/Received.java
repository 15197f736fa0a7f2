package sigillo.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Address;
import sigillo.base.Domain;

/**
 * The line that tells how a message came to us: RFC 5321 section 4.4. It names no product and no version. Nothing that
 * a client says gets in as it is: what cannot be a domain is left out. {@code recipient} is {@link
 * Envelope#onlyRecipient}.
 */
public record Received(Origin origin, Domain by, String id, Optional<Address> recipient, Instant at) {
    /** RFC 5322 section 3.3, in UTC: where we are is no one's business. */
    private static final DateTimeFormatter DATE =
        DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final Pattern REGISTERED = Pattern.compile("[A-Z0-9]+");
    private static final Pattern NOT_OF_VERSION = Pattern.compile("[^A-Za-z0-9.]");
    private static final Pattern NOT_OF_SUITE = Pattern.compile("[^A-Za-z0-9_]");

    /** With its last CRLF. */
    public byte[] encode() {
        var line = new StringBuilder("Received:");
        var from = from();
        from.ifPresent(said -> line.append(" from ").append(said).append("\r\n\t"));
        if (from.isEmpty()) line.append(' ');
        line.append("by ").append(by);
        boolean isRegistered = REGISTERED.matcher(origin.protocol()).matches(); // RFC 3848 section 1
        if (isRegistered) line.append(" with ").append(origin.protocol());
        line.append(" id ").append(id);
        recipient.filter(this::maySay).ifPresent(to -> line.append("\r\n\tfor <").append(to).append('>'));
        origin.tls().ifPresent(tls -> line.append("\r\n\t").append(tls(tls)));
        line.append(";\r\n\t").append(DATE.format(at)).append("\r\n");
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Extended-Domain. A user's own address and device name go with every mail to strangers and tell where the user
     * is, so what was submitted has no from clause; RFC 5322 section 3.6.7 allows that, and the id finds the rest in
     * our trace.
     */
    private Optional<String> from() {
        if (origin.user().isPresent()) return Optional.empty();
        var helo = Domain.parse(origin.helo()).map(Domain::name);
        var client = origin.client().map(Received::literal);
        if (client.isEmpty()) return helo;
        return Optional.of(helo.orElse(client.get()) + " (" + client.get() + ")");
    }

    /** RFC 5321 section 4.1.3. */
    private static String literal(InetAddress client) {
        var text = client.getHostAddress();
        if (!(client instanceof Inet6Address)) return "[" + text + "]";
        int zone = text.indexOf('%');
        return "[IPv6:" + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }

    /** RFC 6531 section 3.7.3: UTF-8 stands in trace lines only where the message came with SMTPUTF8. */
    private boolean maySay(Address to) { return !to.needsUtf8() || origin.protocol().startsWith("UTF8"); }

    /** RFC 8314 section 4.3: the tls clause names the cipher suite; the version is a comment. */
    private static String tls(String facts) {
        int space = facts.lastIndexOf(' ');
        var version = NOT_OF_VERSION.matcher(facts.substring(0, Math.max(0, space))).replaceAll("");
        return "tls " + NOT_OF_SUITE.matcher(facts.substring(space + 1)).replaceAll("")
            + (version.isEmpty() ? "" : " (" + version + ")");
    }
}
