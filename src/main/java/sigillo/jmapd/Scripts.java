package sigillo.jmapd;

import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.rules.Listing;
import sigillo.rules.Rules;

/**
 * The Sieve scripts of one account, as JMAP sees them: RFC 9661 section 2. No text is opened but the one that is asked
 * for.
 */
record Scripts(Rules rules, AccountId account) {
    Listing listing() { return rules.listing(account); }

    List<Listing.Entry> all() { return listing().scripts(); }

    Optional<Listing.Entry> get(String id) { return all().stream().filter(one -> one.id().equals(id)).findFirst(); }

    /** Of its text alone: another text is another blob. */
    static String blobId(Listing.Entry script) { return blobId(script.hash()); }

    static String blobId(Bytes hash) { return "R" + hash; }

    Optional<Octets> blob(String id) {
        return all().stream().filter(one -> blobId(one).equals(id)).findFirst()
            .flatMap(one -> rules.script(account, one.name())).map(Rules.Script::octets)
            .filter(octets -> blobId(Rules.hash(octets)).equals(id)).map(Octets::of);
    }

    /** Other when anything is other. */
    String state() { return state(rules.revision(account)); }

    static String state(long revision) { return Long.toString(revision); }
}
