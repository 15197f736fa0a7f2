package sigillo.preflight;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/** Whether mail leaves: other servers take connections at port 25 from here. Most providers of homes and many of machines forbid it. */
public final class OutgoingMail {
    public static final String NAME = "outgoing port 25";
    private static final Words STEP = new Words(
        "Ask the provider: \"Please open outgoing TCP port 25 for my address; I run a mail server for my own domain\". When they will not, use a relay ([relay] in the configuration).",
        "Chiedere al provider: \"Vi prego di aprire la porta TCP 25 in uscita per il mio indirizzo; gestisco un server di posta per il mio dominio\". Se rifiuta, usare un relay ([relay] nella configurazione).");

    private OutgoingMail() {}

    /** The domains of large receivers, whose best MX is tried. */
    public static List<String> receivers() { return Rows.of("receivers.txt").stream().map(row -> row.getFirst()).toList(); }

    /** Side by side: a closed port costs each its patience. */
    static Map<Dial.Heard, List<String>> look(List<String> domains, Lookup dns, Dial dial) throws InterruptedException {
        var tasks = domains.stream().map(domain -> new FutureTask<>(() -> host(domain, dns).map(dial::heard))).toList();
        tasks.forEach(Thread::startVirtualThread);
        var heard = new EnumMap<Dial.Heard, List<String>>(Dial.Heard.class);
        try {
            for (int i = 0; i < tasks.size(); i++) {
                var domain = domains.get(i);
                tasks.get(i).get().ifPresent(one -> heard.computeIfAbsent(one, _ -> new ArrayList<>()).add(domain));
            }
            return heard;
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    /** By IPv4, which all of them have. */
    private static Optional<InetAddress> host(String domain, Lookup dns) {
        return dns.ask(domain, DnsType.MX).all(DnsData.Exchanger.class).stream().min(Comparator.comparingInt(DnsData.Exchanger::preference))
            .flatMap(best -> dns.ask(best.host(), DnsType.A).all(DnsData.Host.class).stream().findFirst()).map(DnsData.Host::address);
    }

    static Result judge(Map<Dial.Heard, List<String>> heard) {
        var greeted = heard.getOrDefault(Dial.Heard.GREETED, List.of());
        var other = heard.getOrDefault(Dial.Heard.OTHER, List.of());
        var nothing = heard.getOrDefault(Dial.Heard.NOTHING, List.of());
        if (heard.isEmpty()) {
            return Result.unknown(NAME, new Words("No mail server of others was found in DNS.", "Nessun server di posta di altri è stato trovato nel DNS."), Addresses.DNS_STEP);
        }
        if (greeted.isEmpty() && other.isEmpty()) {
            return Result.wrong(NAME, Words.of("No connection to port 25 of others succeeds (tried: %s): the provider or a firewall forbids it.",
                "Nessuna connessione alla porta 25 di altri riesce (provati: %s): il provider o un firewall la vieta.", String.join(", ", nothing)), STEP);
        }
        if (greeted.isEmpty()) {
            return Result.wrong(NAME, Words.of("Connections to port 25 are taken, but no mail server speaks there (tried: %s): something sits between.",
                "Le connessioni alla porta 25 vengono accettate, ma non risponde un server di posta (provati: %s): c'è qualcosa in mezzo.", String.join(", ", other)), STEP);
        }
        if (other.isEmpty() && nothing.isEmpty()) {
            return Result.fine(NAME, Words.of("Mail servers of others answer: %s.", "I server di posta di altri rispondono: %s.", String.join(", ", greeted)));
        }
        var silent = heard.entrySet().stream().filter(one -> one.getKey() != Dial.Heard.GREETED).flatMap(one -> one.getValue().stream()).collect(Collectors.joining(", "));
        return Result.warning(NAME, Words.of("Mail servers of others answer (%s), but not all: %s.", "I server di posta di altri rispondono (%s), ma non tutti: %s.",
            String.join(", ", greeted), silent), new Words("Check again in an hour; those may be down, or refuse this address.", "Controllare di nuovo tra un'ora; quelli possono essere fermi, o rifiutare questo indirizzo."));
    }
}
