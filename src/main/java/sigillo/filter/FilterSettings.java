package sigillo.filter;

import java.util.List;
import java.util.OptionalDouble;
import sigillo.net.Networks;

/**
 * {@code unchecked}: clients whose mail is not judged. {@code junkFrom}: the score from which on mail goes to Junk, of
 * accounts that say no other; {@code refuseFrom}: from which on it is refused, {@code deferFrom}: from which on a stranger's comes again, empty for never. {@code isLmtpJudged}: also
 * what comes by LMTP, where the client is a server before this one. {@code lists}: of others, in DNS.
 */
public record FilterSettings(boolean isOn, Networks unchecked, double junkFrom, OptionalDouble deferFrom,
                             OptionalDouble refuseFrom, boolean isLmtpJudged, List<DnsList> lists) {
    /** As likely spam as 80 in 100, when half of all mail is: the UntrainedTest of spam shows what that finds. */
    public static final double JUNK_FROM = 5.5;

    /** Ordinary mail of who cannot show who he is stays below it. */
    public static final double DEFER_FROM = 2.5;

    /** What is written where nothing goes to Junk. */
    static final double NEVER = 999;

    public static final FilterSettings DEFAULT = new FilterSettings(true, Networks.LOOPBACK, JUNK_FROM, OptionalDouble.of(DEFER_FROM),
        OptionalDouble.empty(), false, List.of());

    public FilterSettings {
        lists = List.copyOf(lists);
        if (!(junkFrom > 0) || junkFrom > NEVER) throw new IllegalArgumentException("Junk from " + junkFrom);
        if (refuseFrom.isPresent() && !(refuseFrom.getAsDouble() >= junkFrom)) throw new IllegalArgumentException("refuse from " + refuseFrom);
    }
}
