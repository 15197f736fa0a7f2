package sigillo.preflight;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.base.Printable;
import sigillo.dns.AddressText;
import sigillo.dns.ClientName;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsName;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/** Whether each public address has a name that leads back to it: large receivers take no mail of one that has none. */
public final class ReverseNames {
    public static final String NAME = "reverse name";
    private static final Words STEP = new Words(
        "Who rents the address out sets its reverse name (PTR), in their control panel or by request: \"Please set the reverse DNS of my address to the host name of my mail server\"; A and AAAA of that host must have the address.",
        "Il nome inverso (PTR) lo imposta chi affitta l'indirizzo, nel suo pannello o su richiesta: \"Vi prego di impostare il DNS inverso del mio indirizzo sul nome del mio server di posta\"; A e AAAA di quel nome devono avere l'indirizzo.");

    private ReverseNames() {}

    /** {@code isToCome}: which names need have no address yet, since this machine is about to get them. */
    static Result judge(List<InetAddress> open, Lookup dns, Predicate<String> isToCome) {
        if (open.isEmpty()) return Addresses.none(NAME);
        var names = new LinkedHashMap<InetAddress, String>();
        for (var address : open) {
            var client = new ClientName(address, dns);
            if (client.answer() instanceof DnsAnswer.Failed(_, var why)) return unknown(address, why);
            if (client.names().isEmpty()) return wrong(address, client, dns, isToCome);
            names.put(address, client.names().getFirst());
        }
        for (var one : names.entrySet()) if (HomeNames.isOne(one.getValue(), one.getKey())) return generic(one.getKey(), Printable.of(one.getValue()));
        return Result.fine(NAME, Words.of("Each address has a name that leads back to it: %s.", "Ogni indirizzo ha un nome che riporta a esso: %s.",
            names.entrySet().stream().map(one -> AddressText.of(one.getKey()) + " " + Printable.of(one.getValue())).collect(Collectors.joining(", "))));
    }

    /** Before anything is set up the name may be known to who rents the address out, and not to DNS: that comes. */
    private static Result wrong(InetAddress address, ClientName client, Lookup dns, Predicate<String> isToCome) {
        var text = AddressText.of(address);
        var pointers = client.answer().all(DnsData.Pointer.class);
        if (pointers.isEmpty()) return Result.wrong(NAME, Words.of("The address %s has no reverse name.", "L'indirizzo %s non ha un nome inverso.", text), STEP);
        var host = pointers.getFirst().host();
        var unasked = unasked(address, pointers, dns);
        if (unasked.isPresent()) return unknown(address, unasked.get());
        if (isToCome.test(host) && isNowhere(host, dns)) return Result.warning(NAME, Words.of("The reverse name of %s is %s, which has no address yet.", "Il nome inverso di %s è %s, che non ha ancora un indirizzo.",
            text, Printable.of(host)), Words.of("Give %s this address in DNS; the set-up can do so, where that is the name of this server.",
            "Dare a %s questo indirizzo nel DNS; la configurazione guidata può farlo, se è il nome di questo server.", Printable.of(host)));
        return Result.wrong(NAME, Words.of("The reverse name of %s is %s, which does not lead back to it.", "Il nome inverso di %s è %s, che non riporta a esso.",
            text, Printable.of(host)), STEP);
    }

    private static Result generic(InetAddress address, String name) {
        return Result.warning(NAME, Words.of("The reverse name of %s is %s, as of a connection at home or of a machine that nobody has named: many distrust mail of such.",
            "Il nome inverso di %s è %s, come quello di una connessione domestica o di una macchina senza nome: molti diffidano della posta di questi.", AddressText.of(address), name), STEP);
    }

    private static boolean isNowhere(String host, Lookup dns) {
        return DnsName.isAskable(host) && Stream.of(DnsType.A, DnsType.AAAA).allMatch(type -> dns.ask(host, type) instanceof DnsAnswer.Nothing);
    }

    /** Why it is not known whether one of these leads back. */
    private static Optional<String> unasked(InetAddress address, List<DnsData.Pointer> pointers, Lookup dns) {
        var type = address.getAddress().length == 4 ? DnsType.A : DnsType.AAAA;
        return pointers.stream().limit(ClientName.NAMES_MAX).map(DnsData.Pointer::host).filter(DnsName::isAskable)
            .map(host -> dns.ask(host, type))
            .filter(DnsAnswer.Failed.class::isInstance).map(one -> ((DnsAnswer.Failed) one).why()).findFirst();
    }

    private static Result unknown(InetAddress address, String why) {
        return Result.unknown(NAME, Words.of("The reverse name of %s could not be asked: %s.", "Il nome inverso di %s non si è potuto chiedere: %s.",
            AddressText.of(address), Printable.of(why)), Addresses.DNS_STEP);
    }
}
