package sigillo.filter;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import sigillo.smtp.SmtpReply;

/**
 * What becomes of a message in one account. {@code reasons}: all of them, the account's own among them; {@code junkFrom}:
 * from which score on its owner wants mail in Junk, empty where he sorts it himself.
 */
public record Judgement(Place place, List<Reason> reasons, double score, OptionalDouble junkFrom) {
    /** RFC 5322 section 2.1.1: 78 characters a line. */
    private static final int LINE_CHARACTERS = 76;
    private static final int NAMED_MAX = 5;
    /** The reason that its sender is blocked. */
    static final String BLOCKED = "blocked";

    public enum Place { INBOX, JUNK, REFUSED }

    /** RFC 3463 section 3.8. */
    private static final SmtpReply LOOKS_LIKE_SPAM = SmtpReply.of(550, "5.7.1", "This message looks like spam, and its recipient does not take that");
    private static final SmtpReply IS_BLOCKED = SmtpReply.of(550, "5.7.1", "The recipient takes no mail from this sender");

    public Judgement {
        reasons = reasons.stream().filter(reason -> reason.weight() != 0)
            .sorted(Comparator.comparingDouble((Reason reason) -> -reason.weight())).toList();
    }

    /** What its sender is told whose mail is {@link Place#REFUSED}. */
    public SmtpReply refusal() { return reasons.stream().anyMatch(reason -> reason.name().equals(BLOCKED)) ? IS_BLOCKED : LOOKS_LIKE_SPAM; }

    /** Why it does not go into the inbox, in a sentence for the story. */
    public Optional<String> suspicion() {
        if (place == Place.INBOX) return Optional.empty();
        var named = reasons.stream().filter(reason -> reason.weight() > 0).limit(NAMED_MAX).map(Reason::text)
            .collect(Collectors.joining(", "));
        return Optional.of("it has a score of " + Reason.points(score)
            + junkFrom.stream().mapToObj(from -> ", and " + Reason.points(from) + " is spam").findFirst().orElse("")
            + (named.isEmpty() ? "" : " (" + named + ")"));
    }

    /**
     * How likely it is spam, as its owner draws the line: 0.5 at the score from which on it goes to Junk. 1 where that is
     * all but certain. For {@code spamtest}, RFC 5235 section 3.2.
     */
    public double likelihood() {
        double likely = 1 / (1 + Math.exp(junkFrom.orElse(FilterSettings.JUNK_FROM) - score));
        return likely >= 0.995 ? 1 : likely;
    }

    /** The fields that other programs read, with their line ends. {@code isJunk}: whatever the reason. */
    public String fields(boolean isJunk) {
        var line = new StringBuilder("X-Spam-Status: ").append(isJunk ? "Yes" : "No").append(", score=").append(Reason.points(score))
            .append(" required=").append(Reason.points(junkFrom.orElse(FilterSettings.NEVER))).append("\r\n\ttests=");
        int begun = line.lastIndexOf("\n");
        if (reasons.isEmpty()) line.append("none");
        for (int i = 0; i < reasons.size(); i++) {
            var text = reasons.get(i).text();
            if (i > 0) line.append(',');
            if (i > 0 && line.length() - begun + text.length() > LINE_CHARACTERS) {
                begun = line.length() + 1;
                line.append("\r\n\t");
            }
            line.append(text);
        }
        return (isJunk ? "X-Spam-Flag: YES\r\n" : "") + line + "\r\n";
    }
}
