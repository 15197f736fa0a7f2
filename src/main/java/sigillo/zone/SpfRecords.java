package sigillo.zone;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The SPF record of a domain, with what it says already: RFC 7208. Others that send for the domain stay in it. It ends
 * with {@code ~all}: who refuses at once what SPF does not show would refuse mail that is sent on, which DKIM still shows
 * (RFC 9989 section 7.4).
 */
public final class SpfRecords {
    private static final String VERSION = "v=spf1";
    private static final String OURS = "mx";
    /** From the one that lets in most: RFC 7208 section 4.6.2. */
    private static final String QUALIFIERS = "+?~-";

    private SpfRecords() {}

    public static boolean isSpf(String text) {
        var small = text.toLowerCase(Locale.ROOT);
        return small.equals(VERSION) || small.startsWith(VERSION + " ");
    }

    /**
     * What the domain should show. {@code texts}: its TXT records. {@code namesUs}: whether what it says lets this host send
     * already. Several are put together into one, since of several none counts (RFC 7208 section 4.5).
     */
    public static String merged(List<String> texts, boolean namesUs) {
        var found = texts.stream().filter(SpfRecords::isSpf).toList();
        if (found.isEmpty()) return VERSION + " " + OURS + " ~all";
        if (found.size() == 1 && namesUs) return found.getFirst();
        var terms = new LinkedHashSet<String>();
        Optional<String> all = Optional.empty();
        var modifiers = new ArrayList<String>();
        for (var record : found) {
            for (var term : record.substring(VERSION.length()).strip().split(" +")) {
                if (term.isEmpty()) continue;
                if (isAll(term)) all = Optional.of(weaker(all, term));
                else if (isModifier(term)) modifiers.add(term);
                else terms.add(term);
            }
        }
        return joined(terms, all, modifiers);
    }

    private static String joined(LinkedHashSet<String> terms, Optional<String> all, List<String> modifiers) {
        if (!terms.contains(OURS) && !terms.contains("+" + OURS)) {
            terms.remove("?" + OURS);
            terms.addFirst(OURS);
        }
        var text = new StringBuilder(VERSION);
        terms.forEach(term -> text.append(' ').append(term));
        // RFC 7208 section 6.1: redirect= is not looked at where there is "all"
        boolean isRedirected = modifiers.stream().anyMatch(term -> term.toLowerCase(Locale.ROOT).startsWith("redirect="));
        if (all.isPresent() || !isRedirected) text.append(' ').append(all.orElse("~all"));
        modifiers.stream().distinct().forEach(term -> text.append(' ').append(term));
        return text.toString();
    }

    private static boolean isAll(String term) { return term.matches("(?i)[-+~?]?all"); }

    private static boolean isModifier(String term) { return term.matches("[A-Za-z][A-Za-z0-9_.-]*=.*"); }

    private static String weaker(Optional<String> one, String other) {
        return one.filter(first -> strength(first) <= strength(other)).orElse(other);
    }

    private static int strength(String all) { return Math.max(0, QUALIFIERS.indexOf(all.charAt(0))); }
}
