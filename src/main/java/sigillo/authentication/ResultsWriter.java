package sigillo.authentication;

import java.util.ArrayList;
import java.util.List;
import sigillo.arc.ArcOutcome;
import sigillo.authres.AuthResults;
import sigillo.authres.AuthResults.Property;
import sigillo.authres.AuthResults.Result;
import sigillo.base.Domain;
import sigillo.dkim.DkimOutcome;
import sigillo.dns.AddressText;
import sigillo.spf.SpfResult;

/** What was found, as Authentication-Results: RFC 8601 section 2.7, RFC 8617 section 7.1. */
final class ResultsWriter {
    /** Of a local policy, RFC 8601 section 2.4: what became of the message; what waits in the queue is known by it. */
    static final String DISPOSITION = "disposition";
    static final String QUARANTINE = "quarantine";

    private ResultsWriter() {}

    static AuthResults of(Findings found, Domain hostname) {
        var all = new ArrayList<Result>();
        spf(found, all);
        if (found.dkim().isEmpty()) all.add(Result.of("dkim", "none"));
        found.dkim().forEach(one -> all.add(dkim(one)));
        boolean isSealed = found.arc().status() != ArcOutcome.Status.NONE;
        var client = AddressText.of(found.client());
        if (isSealed) all.add(Result.of("arc", found.arc().status().text(), new Property("smtp", "remote-ip", client)));
        all.add(dmarc(found));
        all.add(Result.of("iprev", found.reverse().result(), new Property("policy", "iprev", client)));
        return new AuthResults(hostname.name(), all);
    }

    private static void spf(Findings found, List<Result> all) {
        found.mailFrom().ifPresent(spf -> {
            var sender = found.sender().orElseThrow();
            var shown = sender.needsUtf8() ? sender.domain().name() : sender.toString();
            all.add(Result.of("spf", spf.result().text(), new Property("smtp", "mailfrom", shown)));
        });
        boolean isHelo = found.mailFrom().isEmpty() || found.helo().result() != SpfResult.NONE;
        if (!isHelo) return;
        all.add(Result.of("spf", found.helo().result().text(), new Property("smtp", "helo", found.helo().domain())));
    }

    /** RFC 6008: header.b tells signatures of one domain apart; RFC 8601 section 2.7.1 for the others. */
    private static Result dkim(DkimOutcome one) {
        var properties = new ArrayList<Property>();
        if (!one.domain().isEmpty()) properties.add(new Property("header", "d", one.domain()));
        if (!one.selector().isEmpty()) properties.add(new Property("header", "s", one.selector()));
        if (!one.algorithm().isEmpty()) properties.add(new Property("header", "a", one.algorithm()));
        if (!one.signature().isEmpty()) properties.add(new Property("header", "b", one.signature()));
        var result = Result.of("dkim", one.result().text(), properties.toArray(Property[]::new));
        return one.isPass() ? result : result.because(one.why());
    }

    private static Result dmarc(Findings found) {
        var dmarc = found.dmarc();
        var properties = new ArrayList<Property>();
        if (!dmarc.domain().isEmpty()) properties.add(new Property("header", "from", dmarc.domain()));
        if (found.suspicion().isPresent()) properties.add(new Property("policy", DISPOSITION, QUARANTINE));
        found.vouching().ifPresent(sealer -> properties.add(new Property("policy", "arc", sealer)));
        return Result.of("dmarc", dmarc.result().text(), properties.toArray(Property[]::new));
    }
}
