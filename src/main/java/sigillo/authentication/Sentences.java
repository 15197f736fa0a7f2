package sigillo.authentication;

import java.util.ArrayList;
import java.util.List;
import sigillo.arc.ArcOutcome;
import sigillo.spf.SpfResult;

/** What was found, for the story of a message: one sentence a method. */
final class Sentences {
    private Sentences() {}

    static List<String> of(Findings found) {
        var all = new ArrayList<String>();
        found.mailFrom().ifPresent(spf -> {
            all.add("SPF " + spf.result().text() + ": " + spf.why());
            // RFC 7208 section 6.2: the domain's own words, and said to be that; no address stands in a story's sentence
            spf.explanation().filter(_ -> !spf.namesSender()).ifPresent(words -> all.add(spf.domain() + " says of it: \"" + words + "\""));
        });
        boolean isHelo = found.mailFrom().isEmpty() || found.helo().result() != SpfResult.NONE;
        if (isHelo) all.add("SPF " + found.helo().result().text() + " for HELO: " + found.helo().why());
        if (found.dkim().isEmpty()) all.add("DKIM none: it has no signature");
        for (var one : found.dkim()) {
            var domain = one.isPass() || one.domain().isEmpty() ? "" : " of " + one.domain();
            all.add("DKIM " + one.result().text() + domain + ": " + one.why());
        }
        if (found.unread() > 0) all.add(found.unread() + " more signatures were not looked at");
        boolean isSealed = found.arc().status() != ArcOutcome.Status.NONE;
        if (isSealed) all.add("ARC " + found.arc().status().text() + ": " + found.arc().why());
        all.add("DMARC " + found.dmarc().result().text() + ": " + found.dmarc().why());
        found.vouching().ifPresent(sealer -> all.add("it is believed to " + sealer + " that DMARC passed there"));
        all.add("reverse DNS " + found.reverse().result() + ": " + found.reverse().why());
        return all.stream().map(Sentences::cut).toList();
    }

    private static String cut(String sentence) {
        int most = AuthenticationLimits.SENTENCE_CHARACTERS_MAX;
        return sentence.length() <= most ? sentence : sentence.substring(0, most - 1) + "\u2026";
    }
}
