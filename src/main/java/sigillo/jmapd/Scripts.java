package sigillo.jmapd;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.nio.charset.StandardCharsets;
import sigillo.account.AccountId;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.rules.Rules;

/** The Sieve scripts of one account, as JMAP sees them: RFC 9661 section 2. */
record Scripts(Rules rules, AccountId account) {
    private static final int HASH_OCTETS = 16;

    List<Rules.Script> all() { return rules.all(account); }

    Optional<Rules.Script> get(String id) { return all().stream().filter(one -> one.id().equals(id)).findFirst(); }

    /** Of its text alone: another text is another blob. */
    static String blobId(Rules.Script script) { return "R" + HexFormat.of()
        .formatHex(Sha256.of(script.octets()), 0, HASH_OCTETS); }

    Optional<Octets> blob(String id) {
        return all().stream().filter(one -> blobId(one).equals(id)).findFirst().map(one -> Octets.of(one.octets()));
    }

    /** Other when anything is other. */
    String state() {
        var all = new TreeSet<String>();
        all().forEach(one -> all.add(one.id() + " " + blobId(one) + " " + one.isActive() + " " + one.name()));
        return HexFormat.of().formatHex(Sha256.of(String.join("\n", all).getBytes(StandardCharsets.UTF_8)), 0,
            HASH_OCTETS / 2);
    }
}
