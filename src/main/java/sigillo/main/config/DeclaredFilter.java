package sigillo.main.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import sigillo.filter.DnsList;
import sigillo.filter.FilterSettings;
import sigillo.filter.Reason;
import sigillo.filter.Wishes;

/** How mail from outside is judged. */
final class DeclaredFilter {
    private static final String NEVER = "never";

    private static final Kind<Double> SCORE = new Kind<>(DeclaredFilter::score, DeclaredFilter::shown,
        "a score such as \"5.5\", above 0 and at most 100, would be right");
    private static final Kind<OptionalDouble> SCORE_OR_NEVER = new Kind<>(
        text -> text.equals(NEVER) ? Optional.of(OptionalDouble.empty()) : score(text).map(OptionalDouble::of),
        score -> score.stream().mapToObj(DeclaredFilter::shown).findFirst().orElse(NEVER),
        "\"never\", or a score such as \"15\", above 0 and at most 100, would be right");

    /** Each costs every mail some questions. */
    private static final int LISTS_MAX = 20;

    private static final Kind<String> NAME = Kind.TEXT.where(text -> text.matches("[a-z0-9][a-z0-9-]{0,29}"),
        "a name of lower-case letters, digits and hyphens would be right");
    private static final Kind<DnsList.Code> CODE = new Kind<>(DnsList.Code::parse, DnsList.Code::text,
        "an answer such as \"127.0.0.2\", a network within 127.0.0.0/8, or a bit such as \"&8\" would be right");
    private static final Kind<Double> WEIGHT = new Kind<>(DeclaredFilter::weight, weight -> Double.toString(weight),
        "a weight such as \"2.5\", or \"-3\" for a list that welcomes, would be right");

    private DeclaredFilter() {}

    static FilterSettings settings(Section top) {
        var here = top.section("filter", "Which mail from outside is spam, and where it goes (docs/filter.md).");
        boolean isOn = here.flag("enabled", true, "What speaks for it and against it stands in the message, and in its story.");
        var unchecked = here.list("unchecked", Kind.NETWORK, List.of("loopback"),
            "Clients whose mail is not judged: servers and machines of yours. What is submitted is never judged.");
        boolean lmtp = here.flag("lmtp", false, "Whether mail that comes by LMTP is judged: true where no filter stands before this server.");
        double junkFrom = here.value("junk_from", SCORE, FilterSettings.JUNK_FROM,
            "From this score on mail goes into Junk, of accounts that say no other (sigillo account filter).");
        var deferFrom = here.value("defer_from", SCORE_OR_NEVER, OptionalDouble.of(FilterSettings.DEFER_FROM), """
            From this score on a stranger who cannot show who he is, and of whom nothing good is known here, is told to come
            again in some minutes (451). Others never wait, nor codes to sign in with. "never": nobody does.""");
        var refuseFrom = here.value("refuse_from", SCORE_OR_NEVER, OptionalDouble.empty(), """
            From this score on it is refused (550) while its sender waits. "never": all of it can be had, in Junk.""");
        var lists = lists(here);
        here.end();
        boolean isLower = refuseFrom.isPresent() && refuseFrom.getAsDouble() < junkFrom;
        if (isLower) here.wrong("refuse_from", "refuse_from is below junk_from");
        return new FilterSettings(isOn, Kind.networks(unchecked), junkFrom, deferFrom, isLower ? OptionalDouble.empty() : refuseFrom, lmtp, lists);
    }

    private static List<DnsList> lists(Section filter) {
        var lists = new ArrayList<DnsList>();
        for (var here : filter.sections("list", """
                A list of others in DNS that is asked about mail: name, zone, kind (address, domain, url or hash), answers that
                count (addresses, networks, or "&8" for a bit), weight. See whether its keeper lets you.""")) {
            here.begin("");
            var name = here.required("name", NAME, "");
            var zone = here.required("zone", Kind.DOMAIN, "");
            var kind = here.value("kind", Kind.oneOf(DnsList.Kind.class), DnsList.Kind.ADDRESS, "");
            var answers = here.list("answers", CODE, List.of(), "");
            var weight = here.required("weight", WEIGHT, "");
            here.end();
            boolean isTwice = name.filter(one -> lists.stream().anyMatch(other -> other.name().equals(one))).isPresent();
            if (isTwice) here.wrong("name", name.get() + " is a list already");
            if (lists.size() == LISTS_MAX) here.wrong("name", "there are " + LISTS_MAX + " lists already");
            if (name.isPresent() && zone.isPresent() && weight.isPresent())
                lists.add(new DnsList(name.get(), zone.get().name(), kind, answers, weight.get()));
        }
        return lists;
    }

    private static Optional<Double> weight(String text) {
        return Optional.of(text).filter(one -> one.matches("-?[0-9]{1,2}([.][0-9]{1,2})?")).map(Double::parseDouble)
            .filter(weight -> weight != 0 && Math.abs(weight) <= Reason.WEIGHT_MAX);
    }

    private static Optional<Double> score(String text) {
        return Wishes.Threshold.parse(text).flatMap(line -> line instanceof Wishes.Threshold.From(var score) ? Optional.of(score) : Optional.empty());
    }

    private static String shown(double score) { return new Wishes.Threshold.From(score).text(); }
}
