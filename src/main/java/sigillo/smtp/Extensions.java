package sigillo.smtp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a server offered in its answer to EHLO: keywords in upper case, with their parameters. RFC 5321 section
 * 4.1.1.1.
 */
public record Extensions(Map<String, String> keywords) {
    public static final Extensions NONE = new Extensions(Map.of());

    public Extensions {
        keywords = Map.copyOf(keywords);
    }

    /** From a positive answer; its first line greets. */
    public static Extensions of(SmtpReply ehlo) {
        var keywords = new HashMap<String, String>();
        for (var line : ehlo.lines().subList(Math.min(1, ehlo.lines().size()), ehlo.lines().size())) {
            var parts = line.strip().split("[ =]", 2); // "AUTH=LOGIN" is a form of old servers
            keywords.merge(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1].strip() : "",
                (first, second) -> first.isEmpty() ? second : first);
        }
        return new Extensions(keywords);
    }

    public boolean has(String keyword) { return keywords.containsKey(keyword); }

    /** RFC 1870 section 3: the largest message, in octets; empty for no limit or none that was said. */
    public OptionalLong sizeMax() {
        var size = keywords.getOrDefault("SIZE", "");
        if (!size.matches("[0-9]{1,20}") || size.matches("0+")) return OptionalLong.empty();
        return OptionalLong.of(SmtpParser.number(size));
    }

    public List<String> authMechanisms() {
        return List.of(keywords.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT).split(" +"));
    }

    /** RFC 9422 section 4: a limit by its name, such as RCPTMAX. */
    public OptionalLong limit(String name) {
        for (var item : keywords.getOrDefault("LIMITS", "").split(" +")) {
            var parts = item.split("=", 2);
            if (parts.length == 2 && parts[0].equalsIgnoreCase(name) && parts[1].matches("[0-9]{1,6}"))
                return OptionalLong.of(Long.parseLong(parts[1]));
        }
        return OptionalLong.empty();
    }
}
