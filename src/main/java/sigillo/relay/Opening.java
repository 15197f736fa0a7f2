package sigillo.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.net.ClientTls;
import sigillo.net.Wire;
import sigillo.smtp.Extensions;
import sigillo.smtp.SmtpCommand;
import sigillo.smtp.SmtpReply;

/**
 * Opens a connection up to where a transaction may begin: greeting, EHLO (or HELO, LHLO), STARTTLS, AUTH. RFC 5321
 * section 3.1 and section 4.1.1.1, RFC 3207, RFC 4954.
 */
final class Opening {
    private final Domain hostname;
    private final boolean loopbackOnly;
    private final ClientTls opportunistic;
    private final ClientTls verifying;

    Opening(RelaySettings settings, ClientTls verifying) {
        this.hostname = settings.hostname();
        this.loopbackOnly = settings.loopbackOnly();
        this.opportunistic = ClientTls.opportunistic();
        this.verifying = verifying;
    }

    Opened open(Target target) {
        if (loopbackOnly && !target.address().getAddress().isLoopbackAddress())
            return new Opened.Unreachable("this server may connect to loopback only, and " + target + " is elsewhere", false);
        try {
            return connected(target, Wire.connect(target.address(), Optional.empty(), RelayLimits.CONNECT));
        } catch (IOException e) {
            return unreachable(target, e);
        }
    }

    private static Opened unreachable(Target target, IOException e) {
        boolean noNetwork = String.valueOf(e.getMessage()).contains("Network is unreachable");
        return new Opened.Unreachable("cannot connect to " + target + " port " + target.address().getPort() + ": " + e.getMessage(), noNetwork);
    }

    /** Whatever comes of it, the wire is closed unless the peer is ready. */
    private Opened connected(Target target, Wire wire) {
        var talk = new Talk(wire);
        Opened opened = new Opened.Unreachable("", false);
        try {
            opened = converse(target, talk);
            return opened;
        } catch (HandshakeFailed e) {
            talk.quit();
            boolean plainWillDo = target.hop().encryption() == Hop.Encryption.OPPORTUNISTIC;
            return plainWillDo ? open(target.plain()) : new Opened.NotTrusted("TLS with " + target + " fails: " + e.getMessage());
        } catch (IOException e) {
            return new Opened.Unreachable(target + " did not greet: " + e.getMessage(), false);
        } finally {
            if (!(opened instanceof Opened.Ready)) talk.quit();
        }
    }

    private Opened converse(Target target, Talk talk) throws IOException {
        var hop = target.hop();
        if (hop.encryption() == Hop.Encryption.IMPLICIT) handshake(hop, talk);
        var greeting = talk.reply(RelayLimits.GREETING);
        if (!greeting.isPositive()) return new Opened.Refused(greeting);
        var hello = hello(hop, talk);
        if (!hello.isPositive()) return new Opened.Refused(hello);
        var extensions = Extensions.of(hello);
        if (wantsStartTls(hop, extensions)) {
            var answer = talk.ask(new SmtpCommand.StartTls(), RelayLimits.COMMAND);
            if (answer.code() == 220) {
                handshake(hop, talk);
                hello = hello(hop, talk); // RFC 3207 section 4.2: what was said before the handshake is forgotten
                if (!hello.isPositive()) return new Opened.Refused(hello);
                extensions = Extensions.of(hello);
            } else if (hop.encryption() == Hop.Encryption.REQUIRED) {
                return new Opened.NotTrusted(target + " refuses STARTTLS: " + answer);
            }
        } else if (hop.encryption() == Hop.Encryption.REQUIRED) {
            return new Opened.NotTrusted(target + " offers no STARTTLS, and the settings require it");
        }
        var refusal = hop.login().isPresent() ? signIn(hop.login().get(), extensions, talk) : Optional.<SmtpReply>empty();
        if (refusal.isPresent()) return new Opened.NotTrusted(target + " refuses our login: " + refusal.get());
        return new Opened.Ready(new Peer(target, talk, extensions));
    }

    private static boolean wantsStartTls(Hop hop, Extensions extensions) {
        return extensions.has("STARTTLS") && (hop.encryption() == Hop.Encryption.OPPORTUNISTIC || hop.encryption() == Hop.Encryption.REQUIRED);
    }

    private void handshake(Hop hop, Talk talk) throws IOException {
        try {
            talk.wire().startTls(hop.verified() ? verifying : opportunistic, hop.host(), RelayLimits.HANDSHAKE);
            talk.forget();
        } catch (IOException e) {
            throw new HandshakeFailed(e);
        }
    }

    /** RFC 5321 section 3.2: a server that knows no EHLO is greeted with HELO. RFC 2033 section 4.1: LMTP has LHLO only. */
    private SmtpReply hello(Hop hop, Talk talk) throws IOException {
        if (hop.protocol() == Hop.Protocol.LMTP) return talk.ask(new SmtpCommand.Lhlo(hostname.name()), RelayLimits.COMMAND);
        var ehlo = talk.ask(new SmtpCommand.Ehlo(hostname.name()), RelayLimits.COMMAND);
        if (!ehlo.isPermanent()) return ehlo;
        var helo = talk.ask(new SmtpCommand.Helo(hostname.name()), RelayLimits.COMMAND);
        return helo.isPositive() ? new SmtpReply(helo.code(), helo.status(), java.util.List.of(helo.text())) : helo;
    }

    /** Empty when we are in; else the refusal. RFC 4954 section 4, RFC 4616. */
    private static Optional<SmtpReply> signIn(Hop.Login login, Extensions extensions, Talk talk) throws IOException {
        var mechanisms = extensions.authMechanisms();
        SmtpReply reply;
        if (mechanisms.contains("PLAIN")) {
            var initial = base64("\0" + login.user() + "\0" + login.password());
            reply = talk.ask(new SmtpCommand.Auth("PLAIN", Optional.of(initial)), RelayLimits.COMMAND);
        } else if (mechanisms.contains("LOGIN")) {
            reply = talk.ask(new SmtpCommand.Auth("LOGIN", Optional.empty()), RelayLimits.COMMAND);
            if (reply.code() == 334) reply = talk.answer(base64(login.user()), RelayLimits.COMMAND);
            if (reply.code() == 334) reply = talk.answer(base64(login.password()), RelayLimits.COMMAND);
        } else {
            reply = SmtpReply.of(504, "5.5.4", "it offers neither PLAIN nor LOGIN");
        }
        return reply.code() == 235 ? Optional.empty() : Optional.of(reply);
    }

    private static String base64(String text) { return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)); }

    private static final class HandshakeFailed extends IOException {
        HandshakeFailed(IOException cause) { super(cause.getMessage(), cause); }
    }
}
