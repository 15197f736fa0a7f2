package sigillo.engines;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Address;
import sigillo.filter.Mail;
import sigillo.milter.MilterCommand;

/**
 * What milters are told beside each step, by the names that Sendmail gave it and in the steps in which Postfix and Sendmail tell
 * it: Postfix's MILTER_README ("macros"), Sendmail's {@code confMILTER_MACROS_CONNECT} and so on. What is not known here is
 * left out, as it is there.
 */
final class MilterMacros {
    static final MilterCommand.Macros NONE = new MilterCommand.Macros('L', Map.of());
    /** A protocol and a suite: {@code TLSv1.3 TLS_AES_256_GCM_SHA384}; the bits of its key stand in its name. */
    private static final Pattern TLS = Pattern.compile("(\\S+) (\\S+)");
    private static final Pattern BITS = Pattern.compile("_(128|256)_|_(CHACHA20)_");

    private final Mail mail;
    private final String hostname;

    MilterMacros(Mail mail, String hostname) {
        this.mail = mail;
        this.hostname = hostname;
    }

    /** {@code _} is the client as Sendmail writes one of which no name is known. */
    MilterCommand.Macros connect() {
        var all = new HashMap<>(Map.of("j", hostname, "{daemon_name}", "sigillo", "v", "Sigillo"));
        mail.origin().client().map(InetAddress::getHostAddress).ifPresent(client -> {
            all.put("_", "[" + client + "]");
            all.put("{client_addr}", client);
            all.put("{client_name}", "[" + client + "]");
        });
        return new MilterCommand.Macros('C', all);
    }

    MilterCommand.Macros helo() {
        var all = new HashMap<String, String>();
        mail.origin().tls().map(TLS::matcher).filter(tls -> tls.matches()).ifPresent(tls -> {
            all.put("{tls_version}", tls.group(1));
            all.put("{cipher}", tls.group(2));
            bits(tls.group(2)).ifPresent(bits -> all.put("{cipher_bits}", bits));
        });
        return new MilterCommand.Macros('H', all);
    }

    private static Optional<String> bits(String suite) {
        var found = BITS.matcher(suite);
        return found.find() ? Optional.of(found.group(1) == null ? "256" : found.group(1)) : Optional.empty();
    }

    MilterCommand.Macros mail() {
        var all = new HashMap<>(message());
        all.put("{mail_mailer}", "esmtp");
        all.put("{mail_addr}", mail.envelope().from().sender().map(Address::toString).orElse("<>"));
        mail.envelope().from().sender().ifPresent(sender -> all.put("{mail_host}", sender.domain().name()));
        mail.origin().user().ifPresent(user -> all.put("{auth_authen}", user));
        return new MilterCommand.Macros('M', all);
    }

    MilterCommand.Macros recipient(Address recipient) {
        var all = new HashMap<>(message());
        all.putAll(Map.of("{rcpt_mailer}", "local", "{rcpt_addr}", recipient.toString(), "{rcpt_host}", recipient.domain().name()));
        return new MilterCommand.Macros('R', all);
    }

    MilterCommand.Macros data() { return new MilterCommand.Macros('T', message()); }

    MilterCommand.Macros endOfHeader() { return new MilterCommand.Macros('N', message()); }

    MilterCommand.Macros endOfMessage() { return new MilterCommand.Macros('E', message()); }

    /** Its number in the queue. */
    private Map<String, String> message() { return Map.of("i", mail.trace().text()); }
}
