package sigillo.web;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Domain;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Incoming;
import sigillo.http.Reply;

/**
 * What other servers ask of this one: the MTA-STS policy of a domain, at the host {@code mta-sts} below it. RFC 8461
 * section 3.3. All else is {@code site}'s.
 */
record WellKnown(Function<Domain, Optional<String>> policies, Answering site) implements Answering {
    private static final String PATH = "/.well-known/mta-sts.txt";
    private static final String HOST = "mta-sts.";

    @Override public Admission admit(Asked asked) { return site.admit(asked); }

    @Override public int bodyOctetsMax(String path) { return site.bodyOctetsMax(path); }

    @Override public boolean goesOn(String path) { return site.goesOn(path); }

    @Override public boolean receives(String path, long octets) { return site.receives(path, octets); }

    @Override public Reply receive(Asked asked, Incoming body) throws IOException { return site.receive(asked, body); }

    @Override public Reply answer(Asked asked) {
        if (!asked.path().equals(PATH)) return site.answer(asked);
        if (!asked.isRead()) return Reply.text(405, "").with("Allow", "GET, HEAD");
        var host = asked.host().toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", "");
        return Optional.of(host).filter(name -> name.startsWith(HOST)).flatMap(name -> Domain.parse(name.substring(HOST.length())))
            .flatMap(policies).map(policy -> Reply.text(200, policy)).orElseGet(() -> Reply.text(404, "There is no policy.\n"));
    }
}
