package sigillo.dkim;

import java.util.List;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/** Fetches the keys of a name: RFC 6376 section 6.1.2. */
public sealed interface KeyLookup {

    /** At least one; the first that is right decides. */
    record Keys(List<DkimKey> keys) implements KeyLookup {}

    record Unusable(String why) implements KeyLookup {}

    /** Ask again later. */
    record Unknown(String why) implements KeyLookup {}

    static KeyLookup of(String keyName, Algorithm algorithm, Lookup dns) {
        var answer = dns.ask(keyName, DnsType.TXT);
        if (answer instanceof DnsAnswer.Failed(var failure, var why)) {
            // What a sender makes us not ask excuses nothing.
            return failure == DnsFailure.BUDGET ? new Unusable(why) : new Unknown(why);
        }
        var outcomes = answer.texts().stream().limit(DkimLimits.KEYS_MAX).map(DkimKey::parse).toList();
        if (outcomes.isEmpty()) return new Unusable("no key is published at " + keyName);
        var keys = outcomes.stream().flatMap(outcome -> DkimKey.ok(outcome).stream()).toList();
        var fitting = keys.stream().filter(key -> key.type().equals(algorithm.keyType())).toList();
        if (!fitting.isEmpty()) return new Keys(fitting);
        if (!keys.isEmpty()) return new Unusable("the key at " + keyName + " is of another type");
        return new Unusable(((DkimKey.Outcome.Bad) outcomes.getFirst()).why() + ": " + keyName);
    }
}
