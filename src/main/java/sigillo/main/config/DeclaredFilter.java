package sigillo.main.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import sigillo.filter.FilterSettings;
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

    private DeclaredFilter() {}

    static FilterSettings settings(Section top) {
        var here = top.section("filter", "Which mail from outside is spam, and where it goes (docs/filter.md).");
        boolean isOn = here.flag("enabled", true, "What speaks for it and against it stands in the message, and in its story.");
        var unchecked = here.list("unchecked", Kind.NETWORK, List.of("loopback"),
            "Clients whose mail is not judged: servers and machines of yours. What is submitted is never judged.");
        boolean lmtp = here.flag("lmtp", false, "Whether mail that comes by LMTP is judged: true where no filter stands before this server.");
        double junkFrom = here.value("junk_from", SCORE, FilterSettings.JUNK_FROM,
            "From this score on mail goes into Junk, of accounts that say no other (sigillo account filter).");
        var refuseFrom = here.value("refuse_from", SCORE_OR_NEVER, OptionalDouble.empty(), """
            From this score on it is refused (550) while its sender waits. "never": all of it can be had, in Junk.""");
        here.end();
        boolean isLower = refuseFrom.isPresent() && refuseFrom.getAsDouble() < junkFrom;
        if (isLower) here.wrong("refuse_from", "refuse_from is below junk_from");
        return new FilterSettings(isOn, Kind.networks(unchecked), junkFrom, isLower ? OptionalDouble.empty() : refuseFrom, lmtp);
    }

    private static Optional<Double> score(String text) {
        return Wishes.Threshold.parse(text).flatMap(line -> line instanceof Wishes.Threshold.From(var score) ? Optional.of(score) : Optional.empty());
    }

    private static String shown(double score) { return new Wishes.Threshold.From(score).text(); }
}
