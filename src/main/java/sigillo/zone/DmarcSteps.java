package sigillo.zone;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.base.Address;

/**
 * How the DMARC policy of a domain rises, a month a step: none, quarantine as a test ({@code t=y}), quarantine. To reject
 * only when its owner chooses so: RFC 9989 section 7.4 advises against it where people write to mailing lists.
 */
public final class DmarcSteps {
    public static final Duration STEP = Duration.ofDays(30);
    private static final String VERSION = "v=DMARC1";

    private DmarcSteps() {}

    public static boolean isDmarc(String text) { return text.matches("(?is)v\\s*=\\s*DMARC1\\s*(;.*)?"); }

    /**
     * What the domain should show now. {@code there}: its record. {@code since}: when DNS showed its policy first, as far as is
     * known here. {@code reports}: where reports go, if anywhere; who gets them already goes on getting them.
     */
    public static String next(Optional<String> there, Optional<Instant> since, Instant now, Optional<Address> reports) {
        if (there.isEmpty()) return VERSION + "; p=none" + reports.map(to -> "; rua=mailto:" + to).orElse("");
        var tags = tags(there.get());
        boolean isDue = since.filter(first -> !now.isBefore(first.plus(STEP))).isPresent();
        return isDue ? risen(there.get(), tags) : there.get();
    }

    private static String risen(String there, List<String> tags) {
        var policy = value(tags, "p").orElse("none").toLowerCase(Locale.ROOT);
        boolean isTest = value(tags, "t").filter(t -> t.equalsIgnoreCase("y")).isPresent();
        if (policy.equals("none")) return VERSION + "; p=quarantine; t=y" + rest(tags, "p", "t");
        if (policy.equals("quarantine") && isTest) return VERSION + "; p=quarantine" + rest(tags, "p", "t");
        return there;
    }

    /** Which step that is, for the time since it is shown: what of it counts. */
    public static String step(String text) {
        var tags = tags(text);
        return value(tags, "p").orElse("none").toLowerCase(Locale.ROOT) + (value(tags, "t").filter(t -> t.equalsIgnoreCase("y")).isPresent() ? " t=y" : "");
    }

    /** The tags behind the version, as they stand. */
    private static List<String> tags(String text) {
        var all = new ArrayList<>(Arrays.stream(text.split(";")).map(String::strip).filter(tag -> !tag.isEmpty()).toList());
        if (!all.isEmpty()) all.removeFirst();
        return all;
    }

    private static Optional<String> value(List<String> tags, String name) {
        return tags.stream().filter(tag -> isNamed(tag, name)).map(tag -> tag.substring(tag.indexOf('=') + 1).strip()).findFirst();
    }

    private static boolean isNamed(String tag, String name) {
        int equals = tag.indexOf('=');
        return equals > 0 && tag.substring(0, equals).strip().equalsIgnoreCase(name);
    }

    private static String rest(List<String> tags, String... without) {
        var text = new StringBuilder();
        tags.stream().filter(tag -> Arrays.stream(without).noneMatch(name -> isNamed(tag, name))).forEach(tag -> text.append("; ").append(tag));
        return text.toString();
    }
}
