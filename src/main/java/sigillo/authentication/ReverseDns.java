package sigillo.authentication;

import java.net.InetAddress;
import sigillo.dns.ClientName;
import sigillo.dns.DnsAnswer;
import sigillo.dns.Lookup;

/** Whether the name of a client leads back to it: RFC 8601 section 2.7.3. {@code name} is empty unless it does. */
public record ReverseDns(String result, String name, String why) {
    static ReverseDns of(InetAddress client, Lookup dns) {
        var names = new ClientName(client, dns);
        return switch (names.answer()) {
            case DnsAnswer.Failed(_, var why) -> new ReverseDns("temperror", "", why);
            case DnsAnswer.Nothing _ -> new ReverseDns("permerror", "", "the client's address has no name");
            case DnsAnswer.Found _ -> names.names().isEmpty()
                ? new ReverseDns("fail", "", "the name of the client's address does not lead back to it")
                : new ReverseDns("pass", names.names().getFirst(), "the client is " + names.names().getFirst());
        };
    }

    static ReverseDns late() { return new ReverseDns("temperror", "", "DNS gave no answer in time"); }
}
