package sigillo.moving;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import sigillo.imap.Response.Condition;
import sigillo.net.ClientTls;
import sigillo.net.Wire;
import sigillo.spool.Spool;

/** Opens conversations with a source, up to where mail can be asked for. */
final class Opening {
    private final Source source;
    private final Patience patience;
    private final Spool spool;
    private final ClientTls tls;

    Opening(Source source, Patience patience, Spool spool) throws IOException {
        this.source = source;
        this.patience = patience;
        this.spool = spool;
        this.tls = tls(source.trust());
    }

    private static ClientTls tls(Source.Trust trust) throws IOException {
        if (trust.fingerprint().isPresent()) return ClientTls.pinned(trust.fingerprint().get());
        return trust.authorities().isPresent() ? ClientTls.under(trust.authorities().get()) : ClientTls.verifying();
    }

    Talk open() throws IOException {
        var wire = connect();
        var talk = new Talk(wire, patience, spool);
        boolean ready = false;
        try {
            if (source.encryption() == Source.Encryption.IMPLICIT) wire.startTls(tls, source.host(), patience.connect());
            boolean known = talk.greeting().kind() == Condition.Kind.PREAUTH;
            if (source.encryption() == Source.Encryption.STARTTLS) startTls(talk, known);
            if (!known) new SigningIn(source, talk).run();
            ready = true;
            return talk;
        } catch (SSLException e) {
            throw new Hopeless("TLS with " + source + " fails: " + e.getMessage(), e);
        } finally {
            if (!ready) talk.close();
        }
    }

    private void startTls(Talk talk, boolean known) throws IOException {
        // RFC 9051 section 6.2.1: STARTTLS is for who is not signed in; whoever is between us may have said that we are
        if (known) throw new Hopeless(source + " lets us in before TLS has begun");
        if (!talk.capabilities().contains("STARTTLS")) throw new Hopeless(source + " offers no STARTTLS");
        talk.startTls(tls, source.host());
    }

    private Wire connect() throws IOException {
        IOException failed = new IOException("there is no address of " + source.host());
        for (var address : addresses()) {
            if (source.encryption() == Source.Encryption.NONE && !address.isLoopbackAddress()) {
                throw new Hopeless(source.host() + " is not this machine: without TLS others could read along");
            }
            try {
                return Wire.connect(new InetSocketAddress(address, source.port()), Optional.empty(), patience.connect());
            } catch (IOException e) {
                failed = new IOException("no connection to " + source + " (" + address.getHostAddress() + "): " + e.getMessage(), e);
            }
        }
        throw failed;
    }

    private InetAddress[] addresses() throws IOException {
        try {
            return InetAddress.getAllByName(source.host());
        } catch (UnknownHostException e) {
            throw new IOException("there is no host " + source.host(), e);
        }
    }
}
