package sigillo.signing;

import java.util.Arrays;
import sigillo.base.Domain;
import sigillo.dkim.DkimKey;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/** What DNS shows of a key. */
final class Publication {
    private Publication() {}

    static String name(String selector, Domain domain) { return selector + "._domainkey." + domain.name(); }

    /**
     * Asks for it; blocks as {@code dns} does. All values of the name are compared: of several a verifier may take any
     * (RFC 6376 section 3.6.2.2). {@link Shown#UNKNOWN} where nobody can say.
     */
    static Shown ask(PublishedKey key, Lookup dns) {
        return switch (dns.ask(key.name(), DnsType.TXT)) {
            case DnsAnswer.Failed _ -> Shown.UNKNOWN;
            case DnsAnswer.Nothing _ -> Shown.NO;
            case DnsAnswer.Found found -> {
                var texts = found.texts();
                if (texts.isEmpty()) yield Shown.NO;
                yield texts.stream().allMatch(text -> isIt(text, key.value())) ? Shown.YES : Shown.OTHER;
            }
        };
    }

    /** Written in whatever way, it is a key that a verifier takes, for mail of the domain and below, and not testing. */
    private static boolean isIt(String text, String value) {
        if (!(DkimKey.parse(text) instanceof DkimKey.Outcome.Ok(var read))) return false;
        var wanted = DkimKey.parse(value);
        return wanted instanceof DkimKey.Outcome.Ok(var ours) && read.type().equals(ours.type()) && !read.isStrict()
            && Arrays.equals(read.key().getEncoded(), ours.key().getEncoded());
    }
}
