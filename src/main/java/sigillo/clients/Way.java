package sigillo.clients;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import sigillo.net.ClientTls;
import sigillo.net.Wire;
import sigillo.preflight.Result;
import sigillo.preflight.State;
import sigillo.preflight.Words;
import sigillo.resolver.Answer;
import sigillo.resolver.HurriedResolver;
import sigillo.resolver.Resolver;

/**
 * The way to a name of ours, as a program from outside goes it: DNS, an address, TLS. {@code mayCall}: public addresses, and those of this
 * machine; what a zone says leads nowhere else. {@code trust}: must verify.
 */
record Way(Resolver resolver, ClientTls trust, Predicate<InetAddress> mayCall) {

    /** What is done once somebody answers: the lines of a protocol. */
    interface Talk {
        Result with(Wire wire) throws IOException;
    }

    /** {@code name}: of the step. {@code talk}: begins in clear; it starts TLS by {@link #secure}. */
    Result go(String name, String host, int port, Talk talk) {
        long end = System.nanoTime() + ClientLimits.STEP.toNanos();
        return switch (new HurriedResolver(resolver, end).addresses(host)) {
            case Answer.NoData<InetAddress> _, Answer.NoSuchDomain<InetAddress> _ -> Result.wrong(name,
                Words.of("%s has no address in DNS.", "%s non ha un indirizzo nel DNS.", host),
                new Words("Publish the records of the domain: sigillo dns check says which are missing.",
                    "Pubblicare i record del dominio: sigillo dns check dice quali mancano."));
            case Answer.Temporary<InetAddress>(_, var why) -> Result.unknown(name,
                Words.of("DNS does not answer about %s: %s", "Il DNS non risponde su %s: %s", host, why),
                new Words("Try again in a while.", "Riprovare tra un po'."));
            case Answer.Found<InetAddress>(var found, _) -> there(name, host, port, found, talk);
        };
    }

    void secure(Wire wire, String host) throws IOException { wire.startTls(trust, host, ClientLimits.STEP); }

    private Result there(String name, String host, int port, List<InetAddress> found, Talk talk) {
        var allowed = found.stream().filter(mayCall).limit(ClientLimits.ADDRESSES_MAX).toList();
        if (allowed.isEmpty()) {
            return Result.wrong(name,
                Words.of("%s leads to an address that nobody reaches from outside.",
                    "%s porta a un indirizzo che da fuori nessuno raggiunge.", host),
                Words.of("Publish the public address of this server as %s.",
                    "Pubblicare per %s l'indirizzo pubblico di questo server.", host));
        }
        var seen = Optional.<Result>empty();
        for (var address : allowed) {
            seen = Optional.of(at(name, host, new InetSocketAddress(address, port), talk));
            if (seen.get().state() != State.UNKNOWN) break;
        }
        return seen.orElseThrow();
    }

    private static Result at(String name, String host, InetSocketAddress to, Talk talk) {
        try (var wire = Wire.connect(to, Optional.empty(), ClientLimits.STEP)) {
            wire.within(ClientLimits.STEP);
            return talk.with(wire);
        } catch (SSLException unproven) {
            return Result.wrong(name,
                Words.of("The certificate of %s is not taken: %s", "Il certificato di %s non viene accettato: %s", host,
                    said(unproven)),
                Words.of("Add %s to the names of the certificate ([acme] names), or look at sigillo certificate.",
                    "Aggiungere %s ai nomi del certificato ([acme] names), o guardare sigillo certificate.", host));
        } catch (ConnectException | SocketTimeoutException | NoRouteToHostException nobody) {
            return Result.unknown(name,
                Words.of("Nobody takes a connection at %s port %d, as seen from this server.",
                    "Nessuno accetta connessioni su %s porta %d, visto da questo server.", host, to.getPort()),
                new Words("Open the port in firewall and router. A router may not lead its own house back in: then try from a"
                    + " telephone without Wi-Fi.",
                    "Aprire la porta nel firewall e nel router. Un router può non riportare dentro ciò che parte da casa: in tal"
                    + " caso provare da un telefono senza Wi-Fi."));
        } catch (IOException broken) {
            return Result.wrong(name,
                Words.of("%s port %d does not speak as it should: %s", "%s porta %d non parla come dovrebbe: %s", host,
                    to.getPort(), said(broken)),
                new Words("Look whether another program, or another machine, answers there.",
                    "Controllare se lì risponde un altro programma, o un'altra macchina."));
        }
    }

    /** Without what a stranger may have put there. */
    private static String said(Exception why) {
        var text = Optional.ofNullable(why.getMessage()).orElse(why.getClass().getSimpleName());
        return text.substring(0, Math.min(text.length(), 120)).replaceAll("[^ -~]", "?");
    }
}
