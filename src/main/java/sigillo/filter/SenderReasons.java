package sigillo.filter;

import java.util.ArrayList;
import java.util.List;
import sigillo.authentication.Findings;
import sigillo.dkim.DkimResult;
import sigillo.spf.SpfOutcome;
import sigillo.spf.SpfResult;

/**
 * What the findings about a sender say of his mail. Light where many who are honest have it too: by itself none of them
 * makes spam, but what DMARC suspects.
 */
final class SenderReasons {
    private SenderReasons() {}

    static List<Reason> of(Findings found, Author author) {
        var all = new ArrayList<Reason>();
        found.suspicion().ifPresent(why -> all.add(new Reason("not-of-its-author", FilterSettings.JUNK_FROM + 0.5, "Its author's domain wants it looked at with care: " + why + ".")));
        spf(found.mailFrom().orElse(found.helo()), all);
        if (found.dkim().stream().anyMatch(one -> one.result() == DkimResult.FAIL) && found.dkim().stream().noneMatch(one -> one.isPass()))
            all.add(new Reason("signature-broken", 0.3, "Its signature does not match."));
        switch (found.reverse().result()) {
            case "permerror" -> all.add(new Reason("client-without-name", 1.2, "The address that it comes from has no name in DNS."));
            case "fail" -> all.add(new Reason("client-name-astray", 0.7, "The name of the address that it comes from does not lead back."));
            default -> { }
        }
        if (author.isAligned()) all.add(new Reason("of-its-author", -0.5, "It is of its author's domain."));
        return all;
    }

    private static void spf(SpfOutcome spf, List<Reason> all) {
        if (spf.result() == SpfResult.FAIL)
            all.add(new Reason("spf-fail", 1.5, "The domain of its sender says that no such host sends its mail."));
        if (spf.result() == SpfResult.SOFTFAIL)
            all.add(new Reason("spf-softfail", 0.7, "The domain of its sender says that such a host probably does not send its mail."));
    }
}
