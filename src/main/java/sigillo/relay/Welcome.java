package sigillo.relay;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.net.ClientTls;
import sigillo.smtp.Extensions;
import sigillo.smtp.SmtpCommand;

/**
 * From a connection to a peer that is ready: greeting, EHLO (or HELO, LHLO), STARTTLS, AUTH. RFC 5321 sections 3.1 and
 * 4.1.1.1, RFC 3207 section 4, RFC 4954 section 4. For one connection, on one thread.
 */
final class Welcome {
    private final Target target;
    private final Hop hop;
    private final Hop.Encryption encryption;
    private final Talk talk;
    private final Domain hostname;
    private final Wanted wanted;
    private Extensions extensions = Extensions.NONE;

    /**
     * {@code encryption}: what is tried this time, which may be less than the hop would like, or more. {@code sni}: the name
     * of the host that is asked for.
     */
    record Wanted(Hop.Encryption encryption, ClientTls tls, String sni) {}

    Welcome(Target target, Wanted wanted, Talk talk, Domain hostname) {
        this.target = target;
        this.hop = target.hop();
        this.wanted = wanted;
        this.encryption = wanted.encryption();
        this.talk = talk;
        this.hostname = hostname;
    }

    /** One step; what it ends with, or empty to go on. */
    private interface Step {
        Optional<Opened> take() throws IOException, TlsFailed;
    }

    Opened run() throws IOException, TlsFailed {
        for (var step : List.<Step>of(this::greeting, this::hello, this::encryption, this::login)) {
            var end = step.take();
            if (end.isPresent()) return end.get();
        }
        return new Opened.Ready(new Peer(target, talk, extensions, hop.encryption() != Hop.Encryption.NONE && encryption == Hop.Encryption.NONE));
    }

    private Optional<Opened> greeting() throws IOException, TlsFailed {
        if (encryption == Hop.Encryption.IMPLICIT) shakeHands();
        var greeting = talk.reply(talk.patience().greeting());
        return greeting.isPositive() ? Optional.empty() : Optional.of(new Opened.Refused(greeting));
    }

    private Optional<Opened> hello() throws IOException {
        var answer = talk.ask(switch (hop.protocol()) {
            case SMTP -> new SmtpCommand.Ehlo(hostname.name());
            case LMTP -> new SmtpCommand.Lhlo(hostname.name()); // RFC 2033 section 4.1: and nothing else
        });
        extensions = answer.isPositive() ? Extensions.of(answer) : Extensions.NONE;
        // RFC 5321 section 3.2: who knows no EHLO is greeted with HELO
        if (answer.isPermanent() && hop.protocol() == Hop.Protocol.SMTP)
            answer = talk.ask(new SmtpCommand.Helo(hostname.name()));
        return answer.isPositive() ? Optional.empty() : Optional.of(new Opened.Refused(answer));
    }

    private Optional<Opened> encryption() throws IOException, TlsFailed {
        boolean wanted = encryption == Hop.Encryption.OPPORTUNISTIC || encryption == Hop.Encryption.REQUIRED;
        if (!wanted) return Optional.empty();
        boolean required = encryption == Hop.Encryption.REQUIRED;
        if (!extensions.has("STARTTLS"))
            return without(required, offersNone());
        var answer = talk.ask(new SmtpCommand.StartTls());
        if (answer.code() == 421) return Optional.of(new Opened.Refused(answer));
        if (!answer.isPositive()) return without(required, target + " refuses STARTTLS: " + answer);
        return encrypted();
    }

    private String offersNone() {
        return target.security().isTlsRequired() ? "offers no STARTTLS" : target + " offers no STARTTLS, and the settings require it";
    }

    private static Optional<Opened> without(boolean required, String why) {
        return required ? Optional.of(new Opened.NotTrusted(why)) : Optional.empty();
    }

    /** RFC 3207 section 4.2: what was said before is forgotten. With TLS 1.3 a failed handshake may show only now. */
    private Optional<Opened> encrypted() throws TlsFailed {
        shakeHands();
        try {
            return hello();
        } catch (IOException e) {
            throw new TlsFailed(e);
        }
    }

    private void shakeHands() throws TlsFailed {
        try {
            talk.wire().startTls(wanted.tls(), wanted.sni(), talk.patience().handshake());
            talk.forget();
        } catch (IOException e) {
            throw new TlsFailed(e);
        }
    }

    private Optional<Opened> login() throws IOException {
        if (hop.login().isEmpty()) return Optional.empty();
        var answer = new SignIn(talk, hop.login().get()).by(extensions.authMechanisms());
        return answer.code() == 235 ? Optional.empty()
            : Optional.of(new Opened.NotTrusted(target + " refuses our login: " + answer));
    }
}
