package sigillo.relay;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import sigillo.dane.Dane.Verdict;
import sigillo.net.ClientTls;
import sigillo.net.Wire;
import sigillo.relay.TlsSession.Failure;
import sigillo.relay.TlsSession.Type;
import sigillo.relay.Welcome.Wanted;
import sigillo.smtp.SmtpReply;

/** Opens connections up to where a transaction may begin. On a virtual thread an interrupt ends it. Any thread. */
final class Opening {
    private final RelaySettings settings;
    private final ClientTls verifying;
    private final ClientTls opportunistic = ClientTls.opportunistic();
    private final Patience patience;

    Opening(RelaySettings settings, ClientTls verifying, Patience patience) {
        this.settings = settings;
        this.verifying = verifying;
        this.patience = patience;
    }

    /** Where TLS was only an attempt and fails, once more in clear, over a new connection. RFC 7435 section 3. */
    Opened open(Target target) {
        return switch (target.security()) {
            case Security.Refused(var why, var type, _) -> insecure(new Failing(target, "4.7.5", new Failure(type, why)), "not called: " + why);
            case Security.Unfit(var why) -> insecure(new Failing(target, "4.7.5", new Failure(Type.VALIDATION_FAILURE, why)), "not called: " + why);
            case Security.Verified _ -> strictly(target, target.hop().host(), verifying);
            case Security.Dane dane -> strictly(target, dane.base(), ClientTls.judging(chain -> judge(dane, chain)));
            case Security.Sts _ -> strictly(target, target.hop().host(), verifying);
            case Security.Encrypted(var base, _) -> strictly(target, base, opportunistic);
            case Security.StsTesting _ -> tested(target);
            case Security.Unasked _ -> asSet(target);
        };
    }

    private record Failing(Target target, String status, Failure failure) {}

    /** RFC 7672 section 2.2.3 and RFC 8461 section 5: the mail waits, and never goes in clear. */
    private static Opened insecure(Failing of, String what) {
        return new Opened.Insecure(SmtpReply.of(451, of.status(), of.target() + " " + what), of.failure());
    }

    private Opened strictly(Target target, String sni, ClientTls tls) {
        try {
            var encryption = target.hop().encryption() == Hop.Encryption.IMPLICIT ? Hop.Encryption.IMPLICIT : Hop.Encryption.REQUIRED;
            var opened = open(target, new Wanted(encryption, tls, sni));
            return opened instanceof Opened.NotTrusted(var why) ? insecure(new Failing(target, "4.7.4", new Failure(Type.STARTTLS_NOT_SUPPORTED, "")), why + "; " + target.security().told())
                : opened;
        } catch (TlsFailed e) {
            return insecure(new Failing(target, "4.7.5", Failure.of(e)), "fails at TLS: " + e.getMessage() + "; " + target.security().told());
        }
    }

    private static void judge(Security.Dane dane, List<X509Certificate> chain) throws CertificateException {
        switch (sigillo.dane.Dane.verify(dane.records(), chain, dane.names(), Instant.now())) {
            case Verdict.Matched _ -> { }
            case Verdict.Mismatch(var why) -> throw new CertificateException(why);
            case Verdict.Unusable _ -> throw new CertificateException("no TLSA record can be used");
        }
    }

    /** RFC 8461 section 5: what would fail is found out, and keeps nothing from going. */
    private Opened tested(Target target) {
        var strict = strictly(target, target.hop().host(), verifying);
        if (strict instanceof Opened.Insecure(var reply, var failure)) {
            var then = asSet(target);
            if (then instanceof Opened.Ready(var peer)) {
                peer.note("it would fail: " + reply.text());
                peer.failed(failure);
            }
            return then;
        }
        boolean isMeant = target.security() instanceof Security.StsTesting(_, var meant, _) && meant;
        if (!isMeant && strict instanceof Opened.Ready(var peer)) peer.failed(new Failure(Type.VALIDATION_FAILURE, "the policy does not name this host"));
        return strict;
    }

    private Opened asSet(Target target) {
        var encryption = target.hop().encryption();
        var tls = target.hop().verified() ? verifying : opportunistic;
        Failure failure;
        try {
            return inClear(open(target, new Wanted(encryption, tls, target.hop().host())), new Failure(Type.STARTTLS_NOT_SUPPORTED, ""));
        } catch (TlsFailed e) {
            if (encryption != Hop.Encryption.OPPORTUNISTIC)
                return new Opened.NotTrusted("TLS with " + target + " fails: " + e.getMessage());
            failure = Failure.of(e);
        }
        try {
            return inClear(open(target, new Wanted(Hop.Encryption.NONE, tls, target.hop().host())), failure);
        } catch (TlsFailed impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Opened inClear(Opened opened, Failure why) {
        if (opened instanceof Opened.Ready(var peer) && !peer.isEncrypted()) peer.failed(why);
        return opened;
    }

    private Opened open(Target target, Wanted wanted) throws TlsFailed {
        var to = target.address().getAddress();
        if (settings.loopbackOnly() && !to.isLoopbackAddress())
            return unreachable(target, "this server may call its own machine only");
        var from = settings.from().filter(_ -> !to.isLoopbackAddress());
        if (from.isPresent() && !from.get().getClass().equals(to.getClass()))
            return unreachable(target, "this server calls from " + from.get().getHostAddress() + " only");
        try {
            var wire = Wire.connect(target.address(), from, patience.connect());
            return welcomed(target, wanted, new Talk(wire, patience));
        } catch (IOException e) {
            var why = why(target, e.getMessage());
            return OurNetwork.isMissing(to, e) ? new Opened.NoNetwork(why) : new Opened.Unreachable(why);
        }
    }

    private static Opened unreachable(Target target, String why) { return new Opened.Unreachable(why(target, why)); }

    private static String why(Target target, String why) {
        return "No connection to " + target + " port " + target.address().getPort() + ": " + why;
    }

    /** Whatever comes of it, the connection is closed unless the peer is ready. */
    private Opened welcomed(Target target, Wanted wanted, Talk talk) throws TlsFailed {
        Opened opened = null;
        try {
            opened = new Welcome(target, wanted, talk, settings.hostname()).run();
            return opened;
        } catch (IOException e) {
            return new Opened.Unreachable(target + " broke off before it was ready: " + e.getMessage());
        } finally {
            switch (opened) {
                case Opened.Ready _ -> { }
                case Opened.Refused _, Opened.NotTrusted _, Opened.Insecure _ -> talk.quit();
                case Opened.Unreachable _, Opened.NoNetwork _ -> talk.cut();
                case null -> talk.cut();
            }
        }
    }
}
