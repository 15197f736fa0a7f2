package sigillo.preflight;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import sigillo.base.Printable;
import sigillo.dns.AddressText;
import sigillo.dns.ClientName;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.Lookup;

/** Whether each public address has a name that leads back to it: large receivers take no mail of one that has none. */
public final class ReverseNames {
    public static final String NAME = "reverse name";
    private static final Words STEP = new Words(
        "Who rents the address out sets its reverse name (PTR), in their control panel or by request: \"Please set the reverse DNS of my address to the host name of my mail server\"; A and AAAA of that host must have the address.",
        "Il nome inverso (PTR) lo imposta chi affitta l'indirizzo, nel suo pannello o su richiesta: \"Vi prego di impostare il DNS inverso del mio indirizzo sul nome del mio server di posta\"; A e AAAA di quel nome devono avere l'indirizzo.");

    private ReverseNames() {}

    static Result judge(List<InetAddress> open, Lookup dns) {
        if (open.isEmpty()) return Addresses.none(NAME);
        var names = new ArrayList<String>();
        for (var address : open) {
            var client = new ClientName(address, dns);
            if (client.answer() instanceof DnsAnswer.Failed(_, var why)) return unknown(address, why);
            if (client.names().isEmpty()) return wrong(address, client);
            names.add(AddressText.of(address) + " " + Printable.of(client.names().getFirst()));
        }
        return Result.fine(NAME, Words.of("Each address has a name that leads back to it: %s.", "Ogni indirizzo ha un nome che riporta a esso: %s.", String.join(", ", names)));
    }

    private static Result wrong(InetAddress address, ClientName client) {
        var text = AddressText.of(address);
        var pointers = client.answer().all(DnsData.Pointer.class);
        if (pointers.isEmpty()) return Result.wrong(NAME, Words.of("The address %s has no reverse name.", "L'indirizzo %s non ha un nome inverso.", text), STEP);
        return Result.wrong(NAME, Words.of("The reverse name of %s is %s, which does not lead back to it.", "Il nome inverso di %s è %s, che non riporta a esso.",
            text, Printable.of(pointers.getFirst().host())), STEP);
    }

    private static Result unknown(InetAddress address, String why) {
        return Result.unknown(NAME, Words.of("The reverse name of %s could not be asked: %s.", "Il nome inverso di %s non si è potuto chiedere: %s.",
            AddressText.of(address), Printable.of(why)), Addresses.DNS_STEP);
    }
}
