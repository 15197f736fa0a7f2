package sigillo.relay;

import java.io.IOException;
import sigillo.net.ClientTls;
import sigillo.net.Wire;

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
        var encryption = target.hop().encryption();
        try {
            return open(target, encryption);
        } catch (TlsFailed e) {
            if (encryption != Hop.Encryption.OPPORTUNISTIC)
                return new Opened.NotTrusted("TLS with " + target + " fails: " + e.getMessage());
        }
        try {
            return open(target, Hop.Encryption.NONE);
        } catch (TlsFailed impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Opened open(Target target, Hop.Encryption encryption) throws TlsFailed {
        var to = target.address().getAddress();
        if (settings.loopbackOnly() && !to.isLoopbackAddress())
            return unreachable(target, "this server may call its own machine only");
        var from = settings.from().filter(_ -> !to.isLoopbackAddress());
        if (from.isPresent() && !from.get().getClass().equals(to.getClass()))
            return unreachable(target, "this server calls from " + from.get().getHostAddress() + " only");
        try {
            var wire = Wire.connect(target.address(), from, patience.connect());
            return welcomed(target, encryption, new Talk(wire, patience));
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
    private Opened welcomed(Target target, Hop.Encryption encryption, Talk talk) throws TlsFailed {
        Opened opened = null;
        try {
            var tls = target.hop().verified() ? verifying : opportunistic;
            opened = new Welcome(target, encryption, talk, settings.hostname(), tls).run();
            return opened;
        } catch (IOException e) {
            return new Opened.Unreachable(target + " broke off before it was ready: " + e.getMessage());
        } finally {
            switch (opened) {
                case Opened.Ready _ -> { }
                case Opened.Refused _, Opened.NotTrusted _ -> talk.quit();
                case Opened.Unreachable _, Opened.NoNetwork _ -> talk.cut();
                case null -> talk.cut();
            }
        }
    }
}
