package sigillo.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads address lists as RFC 5322 sections 3.4 and 4.4 have them and as they are found: commas or semicolons between
 * addresses or nothing at all, unquoted names with dots, commas and at signs, names in comments, routes, angles that
 * do not close, raw 8-bit. One pass, no step back.
 */
final class AddressParser {
    /** A comment that nests deeper is not somebody's name. */
    private static final int NAME_DEPTH_MAX = 20;

    private final String raw;
    private int at;
    private final List<AddressEntry> entries = new ArrayList<>();
    private String groupName; // null outside of groups
    private List<NamedAddress> members = new ArrayList<>();

    // The entry being read:
    private final StringBuilder phrase = new StringBuilder(); // words with the spaces between them
    private final StringBuilder spec = new StringBuilder();   // the last words without: a@b, if it is one
    private boolean hasAt;                                    // in spec
    private int specInPhrase;                                 // where in the phrase spec begins
    private boolean spaced;
    private String comment = "";
    private String angle;                                     // null until <...> was read
    private String route = "";
    private final StringBuilder waiting = new StringBuilder(); // "Last, " of: Last, First <a@b>
    private boolean unseparated;                              // no comma stands before this entry

    AddressParser(String raw) { this.raw = raw; }

    List<AddressEntry> entries() {
        while (at < raw.length() && entries.size() + members.size() < AddressList.ENTRIES_MAX) step(raw.charAt(at));
        endEntry(false);
        endGroup();
        return entries;
    }

    private void step(char c) {
        switch (c) {
            case '(' -> comment();
            case '<' -> angle();
            case '"' -> word(quoted(), true);
            case '>' -> at++;
            case ',' -> { at++; endEntry(true); }
            case ';' -> { at++; endEntry(false); endGroup(); }
            case ':' -> colon();
            case '[' -> literal();
            default -> {
                if (Ascii.isSpace(c)) { at++; spaced = true; }
                else if (c == '.' || c == '@') special(c);
                else word(atom(), false);
            }
        }
    }

    private void colon() {
        at++;
        if (groupName != null || angle != null || hasAt) {
            join(":");
        } else {
            groupName = takePhrase();
            reset();
        }
    }

    /** Adds a word; {@code quoted} words have their quotes, which belong to an address but not to a name. */
    private void word(String word, boolean quoted) {
        // A comma is missing: <a@b> Next <c@d>, a@b c@d; but not in: a@b Team <c@d>
        if (angle != null || spaced && hasAt && !endsOpen() && nextSpecial() != '<') {
            endEntry(false);
            unseparated = true;
        }
        if (spaced && !phrase.isEmpty()) phrase.append(' ');
        boolean continues = !spec.isEmpty() && (!spaced || endsOpen());
        if (continues) {
            comment = ""; // it stood inside the address
        } else {
            spec.setLength(0);
            hasAt = false;
            specInPhrase = phrase.length();
        }
        spaced = false;
        spec.append(word);
        phrase.append(quoted ? unquoted(word) : word);
    }

    /** The first of , ; < > that follows, in a window that keeps the whole pass linear. */
    private char nextSpecial() {
        int end = Math.min(raw.length(), at + 200);
        for (int i = at; i < end; i++) {
            if (",;<>".indexOf(raw.charAt(i)) >= 0) return raw.charAt(i);
        }
        return 0;
    }

    private void special(char c) {
        at++;
        if (spaced && !phrase.isEmpty() && c == '.' && !hasAt) phrase.append(' ');
        spaced = false;
        hasAt |= c == '@';
        spec.append(c);
        phrase.append(c);
    }

    private void join(String text) {
        if (spaced && !phrase.isEmpty()) phrase.append(' ');
        spaced = false;
        phrase.append(text);
        spec.append(text);
    }

    private void comment() {
        int end = Comments.end(raw, at);
        boolean closed = end > at + 1 && raw.charAt(end - 1) == ')';
        var text = raw.substring(at + 1, closed ? end - 1 : end);
        if (Comments.depth(text) < NAME_DEPTH_MAX) comment = unescaped(text);
        at = end;
        spaced = true;
    }

    private void literal() {
        int end = at + 1;
        while (end < raw.length() && "],<>".indexOf(raw.charAt(end)) < 0) end++;
        if (end < raw.length() && raw.charAt(end) == ']') end++;
        var text = raw.substring(at, end);
        at = end;
        word(text, false);
    }

    private String atom() {
        int from = at++;
        while (at < raw.length() && isAtomic(raw.charAt(at))) at++;
        return raw.substring(from, at);
    }

    /** With its quotes; what does not close ends with the field. */
    private String quoted() {
        int from = at++;
        while (at < raw.length() && raw.charAt(at) != '"') at += raw.charAt(at) == '\\' ? 2 : 1;
        at = Math.min(at + 1, raw.length());
        return raw.substring(from, at);
    }

    /** RFC 5322 section 4.4: a route may stand before the address. An angle that does not close ends at a comma. */
    private void angle() {
        if (angle != null) endEntry(false);
        at++;
        var inside = new StringBuilder();
        boolean routed = false;
        while (at < raw.length() && raw.charAt(at) != '>' && raw.charAt(at) != '<') {
            char c = raw.charAt(at);
            if (c == ',' && !isRoute(inside)) break;
            if (c == '(') at = Comments.end(raw, at);
            else if (c == '"') inside.append(quoted());
            else if (c == ':' && !routed && isRoute(inside)) {
                route = inside.toString();
                inside.setLength(0);
                routed = true;
                at++;
            } else {
                if (!Ascii.isSpace(c)) inside.append(c);
                at++;
            }
        }
        if (at < raw.length() && raw.charAt(at) == '>') at++;
        angle = inside.toString();
        spaced = true;
    }

    private static boolean isRoute(StringBuilder inside) { return !inside.isEmpty() && inside.charAt(0) == '@'; }

    private boolean endsOpen() {
        char last = spec.charAt(spec.length() - 1);
        return last == '.' || last == '@';
    }

    private void endEntry(boolean atComma) {
        if (angle != null) {
            add(takePhrase(), angle);
        } else if (hasAt) {
            var name = Ascii.trim(phrase.substring(0, Math.min(specInPhrase, phrase.length())));
            add(name, spec.toString());
        } else if (!phrase.isEmpty()) {
            if (atComma && nextSpecial() == '<') {
                waiting.append(phrase).append(", ");
                reset();
                return;
            }
            if (!unseparated) add("", phrase.toString());
        }
        waiting.setLength(0);
        reset();
    }

    private String takePhrase() {
        var name = Ascii.trim(phrase.toString());
        return waiting.isEmpty() ? name : waiting + name;
    }

    private void add(String name, String address) {
        int at = atSign(address);
        var local = at < 0 ? address : address.substring(0, at);
        var domain = at < 0 ? "" : address.substring(at + 1);
        var shown = name.isEmpty() ? Ascii.trim(comment) : name;
        if (local.isEmpty() && domain.isEmpty() && shown.isEmpty()) return;
        var one = new NamedAddress(shown, route, local, domain);
        if (groupName == null) entries.add(one);
        else members.add(one);
    }

    private void endGroup() {
        if (groupName == null) return;
        entries.add(new AddressGroup(groupName, members));
        groupName = null;
        members = new ArrayList<>();
    }

    private void reset() {
        phrase.setLength(0);
        spec.setLength(0);
        hasAt = false;
        unseparated = false;
        specInPhrase = 0;
        spaced = false;
        comment = "";
        angle = null;
        route = "";
    }

    /** The last at sign outside quotes. */
    private static int atSign(String address) {
        int found = -1;
        boolean quoted = false;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '\\') i++;
            else if (c == '"') quoted = !quoted;
            else if (c == '@' && !quoted) found = i;
        }
        return found;
    }

    private static String unquoted(String quoted) {
        boolean closed = quoted.length() > 1 && quoted.endsWith("\"");
        return unescaped(quoted.substring(1, closed ? quoted.length() - 1 : quoted.length()));
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) return text;
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) i++;
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    private static boolean isAtomic(char c) { return !Ascii.isSpace(c) && "(<\",;:[.@>".indexOf(c) < 0; }
}
