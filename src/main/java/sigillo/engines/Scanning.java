package sigillo.engines;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import sigillo.filter.Engine.Said;
import sigillo.filter.Reason;
import sigillo.scanners.Scanned;
import sigillo.scanners.Scanned.Advice;
import sigillo.smtp.SmtpReply;

/** What an answer about a whole message means here. */
final class Scanning {
    /** As much as takes a message to Junk that nothing else is said about: FilterSettings.JUNK_FROM. */
    static final double SPAM = 5.5;
    /** Of what it would take; of what it calls spam; of what it would refuse. */
    static final double TAKEN_MIN = -3;
    static final double TAKEN_MAX = 4.5;
    static final double SPAM_MAX = 10;
    static final double REFUSED = 12;
    /** RFC 5235 section 3.3. */
    private static final int CLEAN = 1;

    private Scanning() {}

    /** {@code program}: its name for people; {@code name}: for the header. */
    static Asking.Heard meant(Scanned scanned, String program, String name) {
        return switch (scanned) {
            case Scanned.Clean() -> new Asking.Heard.Told(new Said.Reasons(List.of(), OptionalInt.of(CLEAN)), false);
            case Scanned.Infected(var virus) -> new Asking.Heard.Told(infected(program, virus), true);
            case Scanned.Rated rated when rated.advice() == Advice.DEFER -> new Asking.Heard.Told(later(program), true);
            case Scanned.Rated rated -> new Asking.Heard.Told(
                new Said.Reasons(List.of(new Reason(name, weight(rated), sentence(program, rated))), OptionalInt.empty()), weight(rated) >= SPAM);
            case Scanned.Passed(var why) -> new Asking.Heard.Passed(why);
            case Scanned.Failed(var why) -> new Asking.Heard.Failed(why);
        };
    }

    /** RFC 3463 section 3.8: 5.7.1 is what a policy forbids. The name is told, or nobody could say that it is wrong. */
    private static Said.Against infected(String program, String virus) {
        return new Said.Against(SmtpReply.of(554, "5.7.1", "This message holds what " + program + " calls " + virus),
            program + " found " + virus + " in it");
    }

    private static Said.Against later(String program) {
        return new Said.Against(SmtpReply.of(451, "4.7.1", "Try again in some minutes"), program + " wants it to come again later");
    }

    /** In logarithms of odds, as {@link Reason} has it. */
    static double weight(Scanned.Rated rated) {
        double share = rated.threshold() > 0 ? rated.points() / rated.threshold() : 0;
        return switch (rated.advice()) {
            case TAKE, DEFER -> Math.clamp(share * SPAM, TAKEN_MIN, TAKEN_MAX);
            case SPAM -> Math.clamp(share * SPAM, SPAM, SPAM_MAX);
            case REFUSE -> REFUSED;
        };
    }

    private static String sentence(String program, Scanned.Rated rated) {
        var signs = rated.signs().isEmpty() ? "" : ": " + String.join(", ", rated.signs());
        return String.format(Locale.ROOT, "%s gives it %.1f points, and %.1f is its bound%s", program, rated.points(), rated.threshold(), signs);
    }
}
