package sigillo.refusals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.smtp.SmtpReply;

/** Finds what a reply of another server means. Any thread; a reply costs some thousand comparisons of characters. */
public final class Refusals {
    /** Of a reply: what a server has to say, it says at the beginning. */
    private static final int CHARACTERS_MAX = 1_000;
    private static final List<String> KEYS = List.of("from", "code", "status", "text", "about", "says", "do", "source");

    /** From where a word begins, so that each character is looked at once; a local part in quotes may have spaces. */
    private static final Pattern ADDRESS = Pattern.compile("(?<![^\\s<>()\\[\\]\",;:])(?:\"[^\"]*+\"|[^\\s<>()\\[\\]\",;:@]++)"
        + "@([^\\s<>()\\[\\]\"',;:@.]++(?:\\.[^\\s<>()\\[\\]\"',;:@.]++)*+)");

    private final List<Rule> rules;
    /** Addresses that the file itself names, and where they are. */
    private final Set<String> named;
    private final Set<String> domains;

    private Refusals(List<Rule> rules) {
        this.rules = rules;
        var texts = rules.stream().flatMap(rule -> rule.texts().stream()).flatMap(List::stream).toList();
        this.named = texts.stream().filter(piece -> ADDRESS.matcher(piece).matches()).collect(Collectors.toUnmodifiableSet());
        this.domains = named.stream().map(address -> address.substring(address.lastIndexOf('@') + 1)).collect(Collectors.toUnmodifiableSet());
    }

    /** Read at the first refusal. */
    private static final class Known {
        private static final Refusals ALL = read();

        private static Refusals read() {
            return parse(file("refusals.txt"), file("refusals.it.txt"));
        }

        private static String file(String name) {
            try (var in = Refusals.class.getResourceAsStream(name)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /**
     * {@code peer}: the name of the server that said it; replies of our own making have none, and mean what they say. Empty
     * for what nobody has written down yet.
     */
    public static Optional<Meaning> of(SmtpReply reply, String peer) {
        return peer.isEmpty() ? Optional.empty() : Known.ALL.meaning(reply, peer);
    }

    /** What was once written of a reply, in English, in Italian; empty for what no entry says. */
    public static Optional<String> inItalian(String meaning) {
        return Known.ALL.rules.stream().map(Rule::meaning).filter(one -> one.toString().equals(meaning)).findFirst()
            .map(Meaning::italian);
    }

    static Refusals all() { return Known.ALL; }

    List<String> ids() { return rules.stream().map(rule -> rule.meaning().id()).toList(); }

    Optional<Meaning> meaning(SmtpReply reply, String peer) {
        if (reply.isPositive()) return Optional.empty();
        var all = reply.toString();
        var text = withoutAddresses(all.substring(0, Math.min(all.length(), CHARACTERS_MAX)).toLowerCase(Locale.ROOT));
        var status = reply.status().map(Object::toString).orElse("");
        var name = peer.toLowerCase(Locale.ROOT);
        return rules.stream().filter(rule -> rule.fits(name, Integer.toString(reply.code()), status, text)).findFirst().map(Rule::meaning);
    }

    /** Servers repeat whom a mail was to, and what somebody is called says nothing of why he is not there. */
    private String withoutAddresses(String text) {
        return ADDRESS.matcher(text).replaceAll(found -> {
            if (named.contains(found.group())) return Matcher.quoteReplacement(found.group());
            return domains.contains(found.group(1)) ? Matcher.quoteReplacement("@" + found.group(1)) : "@";
        });
    }

    /**
     * {@code italian}: the same entries with what they say. Throws {@link IllegalArgumentException} that names the line, or
     * the entry that is not whole.
     */
    static Refusals parse(String file, String italian) {
        var translated = entries(italian);
        return new Refusals(entries(file).entrySet().stream()
            .map(entry -> rule(entry.getKey(), entry.getValue(), translated.getOrDefault(entry.getKey(), Map.of()))).toList());
    }

    /** The fields of each, in the order of the file. */
    private static Map<String, Map<String, String>> entries(String file) {
        var entries = new LinkedHashMap<String, Map<String, String>>();
        Map<String, String> fields = null;
        for (var line : file.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) continue;
            if (line.startsWith("[")) {
                fields = new HashMap<>();
                boolean isTwice = entries.put(line.substring(1, line.indexOf(']')), fields) != null;
                if (isTwice) throw new IllegalArgumentException("twice: " + line);
                continue;
            }
            int equals = line.indexOf(" = ");
            boolean isField = equals > 0 && KEYS.contains(line.substring(0, equals)) && fields != null;
            if (!isField) throw new IllegalArgumentException("not a line of refusals: " + line);
            fields.put(line.substring(0, equals), line.substring(equals + 3).strip());
        }
        return entries;
    }

    private static Rule rule(String name, Map<String, String> fields, Map<String, String> italian) {
        var inItalian = italian.getOrDefault("says", "") + " " + italian.getOrDefault("do", "");
        boolean isAboutAddress = fields.getOrDefault("about", "").equals("address");
        var meaning = new Meaning(name, fields.getOrDefault("says", ""), fields.getOrDefault("do", ""), isAboutAddress, inItalian);
        var texts = list(fields, "text", "\\|").map(one -> one.toLowerCase(Locale.ROOT)).map(Rule::pieces).toList();
        var rule = new Rule(meaning, list(fields, "from", ",").toList(), fields.getOrDefault("code", ""), list(fields, "status", ",").toList(), texts);
        boolean isWhole = !meaning.says().isEmpty() && !meaning.step().isEmpty() && !(texts.isEmpty() && rule.statuses().isEmpty())
            && italian.containsKey("says") && italian.containsKey("do");
        if (!isWhole) throw new IllegalArgumentException("[" + name + "] is not whole");
        return rule;
    }

    private static Stream<String> list(Map<String, String> fields, String key, String between) {
        return Stream.of(fields.getOrDefault(key, "").split(between)).map(String::strip).filter(one -> !one.isEmpty());
    }
}
