package sigillo.imap;

import java.util.Locale;

/**
 * A mailbox pattern: {@code *} stands for anything, {@code %} for anything without a slash. RFC 9051 section 6.3.9.
 * Matching takes time pattern times name, whatever the pattern.
 */
public record ListPattern(String pattern) {
    private static final String INBOX = "INBOX";

    /** RFC 9051 section 5.1: INBOX is the one name that is compared without regard to case, also above other names. */
    public boolean matches(String name) {
        if (matches(pattern, name)) return true;
        boolean isInbox = name.equals(INBOX);
        if (!isInbox && !name.startsWith(INBOX + "/") || !meansInbox()) return false;
        return matches(isInbox ? upper(pattern) : withUpperTop(), name);
    }

    /** What stands before the wildcards, in the topmost name, is the beginning of the word. */
    private boolean meansInbox() {
        int end = 0;
        while (end < pattern.length() && pattern.charAt(end) != '/' && !isWildcard(pattern.charAt(end))) end++;
        return end > 0 && INBOX.startsWith(upper(pattern.substring(0, end)));
    }

    private String withUpperTop() {
        int end = 0;
        while (end < pattern.length() && pattern.charAt(end) != '/' && pattern.charAt(end) != '*') end++;
        return upper(pattern.substring(0, end)) + pattern.substring(end);
    }

    private static String upper(String text) { return text.toUpperCase(Locale.ROOT); }

    /** As a set of places in the pattern that may be reached, moved on by each character of the name. */
    private static boolean matches(String pattern, String name) {
        var reached = new boolean[pattern.length() + 1];
        reached[0] = true;
        passWildcards(pattern, reached);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            var next = new boolean[reached.length];
            boolean any = false;
            for (int p = 0; p < pattern.length(); p++) {
                if (!reached[p]) continue;
                char wanted = pattern.charAt(p);
                boolean stays = wanted == '*' || wanted == '%' && c != '/';
                if (stays) next[p] = true;
                if (wanted == c && !isWildcard(wanted)) next[p + 1] = true;
                any |= stays || wanted == c;
            }
            if (!any) return false;
            passWildcards(pattern, next);
            reached = next;
        }
        return reached[pattern.length()];
    }

    /** A wildcard may stand for nothing. */
    private static void passWildcards(String pattern, boolean[] reached) {
        for (int p = 0; p < pattern.length(); p++) {
            if (reached[p] && isWildcard(pattern.charAt(p))) reached[p + 1] = true;
        }
    }

    private static boolean isWildcard(char c) { return c == '*' || c == '%'; }
}
