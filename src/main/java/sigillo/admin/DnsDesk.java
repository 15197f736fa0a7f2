package sigillo.admin;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sigillo.base.Domain;
import sigillo.setup.Publishing;
import sigillo.zone.Finding;
import sigillo.zone.ZoneFile;

/**
 * What DNS shows of our domains and what it should, for who publishes it. {@code look}: asks the servers of the zone; empty
 * where nobody asks. {@code publisher}: changes the zone from here, where somebody lets us.
 */
public record DnsDesk(Predicate<Domain> isOurs, Optional<Function<Domain, List<Finding>>> look, Supplier<Optional<Publishing.Publisher>> publisher)
    implements Desk {

    /** Characters of what stands there instead that are shown. */
    private static final int SHOWN_MAX = 120;
    static final String NOBODY_ASKS = "nobody asks DNS here: no server runs, or it stays on this machine";

    @Override public void register(Requests requests) {
        requests.on(Request.CheckDns.class, asked -> check(asked.domain()));
        requests.on(Request.PublishDns.class, asked -> asked.isDry() ? plan(asked.domain(), asked.takesMail()) : publish(asked.domain(), asked.takesMail()));
    }

    Answer check(Domain domain) {
        if (!isOurs.test(domain)) return new Answer.Failed(domain + " is no domain here: sigillo domain add " + domain);
        return look.map(asked -> Operator.list(asked.apply(domain), DnsDesk::line)).orElseGet(DnsDesk::nobodyAsks);
    }

    private static Answer nobodyAsks() { return new Answer.Failed(NOBODY_ASKS); }

    /** What would be published, taken away, and left: nothing is changed, and nobody need let us. */
    Answer plan(Domain domain, boolean takesMail) {
        if (!isOurs.test(domain)) return new Answer.Failed(domain + " is no domain here: sigillo domain add " + domain);
        if (look.isEmpty()) return nobodyAsks();
        var changes = Publishing.of(look.get().apply(domain), takesMail);
        var lines = Stream.of(changes.remove().stream().map(one -> new Results.DnsChange("remove", ZoneFile.line(one), "")),
            changes.add().stream().map(one -> new Results.DnsChange("add", ZoneFile.line(one), "")),
            changes.left().stream().map(one -> new Results.DnsChange("left to you", ZoneFile.line(one.wanted().record()), next(one)))).flatMap(all -> all).toList();
        return lines.isEmpty() ? Operator.change("there is nothing to publish") : new Answer.Done(lines);
    }

    /** {@code takesMail}: MX of others give way. */
    Answer publish(Domain domain, boolean takesMail) {
        if (!isOurs.test(domain)) return new Answer.Failed(domain + " is no domain here: sigillo domain add " + domain);
        if (look.isEmpty()) return nobodyAsks();
        var writer = publisher.get();
        if (writer.isEmpty()) return new Answer.Failed("nobody lets this server change DNS ([acme.dns] names who does): sigillo dns records "
            + domain + " prints what to publish");
        var changes = Publishing.of(look.get().apply(domain), takesMail);
        if (changes.isNothing()) return Operator.change("there is nothing to publish" + left(changes));
        try {
            writer.get().change(changes.remove(), changes.add());
            return Operator.change(changes.add().size() + " records are published" + left(changes));
        } catch (IOException no) {
            return new Answer.Failed(no.getMessage());
        }
    }

    private static String left(Publishing changes) {
        if (changes.left().isEmpty()) return "";
        return "; " + changes.left().size() + " are left to you: sigillo dns check says why";
    }

    private static Results.DnsLine line(Finding one) {
        var record = one.wanted().record();
        var purpose = one.wanted().purpose();
        return new Results.DnsLine(purpose.name().toLowerCase(Locale.ROOT).replace('_', '-'), state(one),
            record.name(), record.type().name(), next(one), ZoneFile.line(record));
    }

    /** What could not be asked is neither right nor wrong. */
    private static String state(Finding one) {
        if (one.isRight()) return "right";
        if (one.fault() == Finding.Fault.UNKNOWN) return "unknown";
        return one.wanted().purpose().isNeeded() ? "wrong" : "advised";
    }

    /** What is wrong, and the one next step. */
    private static String next(Finding one) {
        var seen = one.fault() == Finding.Fault.UNKNOWN ? one.seen().getFirst() : String.join(" and ", one.seen());
        var there = seen.length() > SHOWN_MAX ? seen.substring(0, SHOWN_MAX) + "..." : seen;
        return switch (one.fault()) {
            case NONE -> "";
            case MISSING -> "publish it";
            case OTHER -> "there is " + there + ": publish this instead";
            case SEVERAL -> "there are several, and of several none counts: keep only this";
            case CUT -> "it is cut after " + one.seen().getFirst().length() + " characters: a long text is given in strings of 255, as a zone file has it";
            case MANGLED -> "quotes, blanks or backslashes came into it on the way: " + there;
            case IMPLICIT -> "there is no MX, so mail goes to " + there + ": publish this when mail is to come here";
            case BEHIND_OTHERS -> "mail goes to " + there + " first: take that away when mail is to come here";
            case DIVIDED -> "the servers of the zone differ, one has " + (there.isEmpty() ? "nothing" : there)
                + ": wait an hour; if it stays, one of them does not follow the others";
            case UNKNOWN -> "nobody can say: " + there;
        };
    }
}
