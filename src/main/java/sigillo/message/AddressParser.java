package sigillo.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads address lists as RFC 5322 sections 3.4 and 4.4 have them and as they are found: commas or semicolons between
 * addresses or nothing at all, unquoted names with dots, commas and at signs, names in comments, routes, angles that
 * do not close, raw 8-bit. One pass, no step back; what lies between two commas is gathered by {@link AddressDraft}.
 */
final class AddressParser {
    /** How far to look for what an entry will be: bounded, so that the whole pass is linear. */
    private static final int LOOK_CHARACTERS = 200;

    private final String raw;
    private int at;
    private final List<AddressEntry> entries = new ArrayList<>();
    private List<NamedAddress> members = new ArrayList<>();
    private String groupName; // null outside of groups
    private AddressDraft draft = new AddressDraft();
    private final StringBuilder waiting = new StringBuilder(); // "Last, " of: Last, First <a@b>

    AddressParser(String raw) { this.raw = raw; }

    List<AddressEntry> entries() {
        while (at < raw.length() && entries.size() + members.size() < AddressList.ENTRIES_MAX) step(raw.charAt(at));
        endEntry();
        endGroup();
        return entries;
    }

    private void step(char c) {
        switch (c) {
            case '(' -> comment();
            case '<' -> angle();
            case '"' -> word(quoted(), true);
            case '[' -> word(literal(), false);
            case ':' -> colon();
            case ',' -> { at++; endAtComma(); }
            case ';' -> { at++; endEntry(); endGroup(); }
            case '>' -> at++;
            case '.', '@' -> { at++; draft.special(c); }
            default -> {
                if (Ascii.isSpace(c)) { at++; draft.space(); }
                else word(atom(), false);
            }
        }
    }

    private void word(String word, boolean quoted) {
        // A comma is missing: <a@b> Next <c@d>, a@b c@d; but not in: a@b Team <c@d>
        if (draft.hasAngle() || draft.isSpacedAddress() && nextMark() != '<') {
            endEntry();
            draft.markUnseparated();
        }
        draft.word(word, quoted ? unquoted(word) : word);
    }

    private void colon() {
        at++;
        if (groupName != null || draft.hasAngle() || draft.hasAt()) {
            draft.word(":", ":");
        } else {
            groupName = waiting + draft.phrase();
            startEntry();
        }
    }

    private void comment() {
        int end = Comments.end(raw, at);
        boolean closed = end > at + 1 && raw.charAt(end - 1) == ')';
        draft.comment(raw.substring(at + 1, closed ? end - 1 : end));
        at = end;
    }

    private void angle() {
        if (draft.hasAngle()) endEntry();
        at++;
        draft.angle(route(), insideAngle(false));
        if (at < raw.length() && raw.charAt(at) == '>') at++;
    }

    /** RFC 5322 section 4.4: {@code @a,@b:} may stand before the address. Also what only begins like a route. */
    private String route() {
        skipSpace();
        if (at >= raw.length() || raw.charAt(at) != '@') return "";
        var route = insideAngle(true);
        if (at < raw.length() && raw.charAt(at) == ':') at++;
        return route;
    }

    /** Without spaces and comments; an angle that does not close ends at a comma. */
    private String insideAngle(boolean inRoute) {
        var inside = new StringBuilder();
        var ends = inRoute ? "<>:" : "<>,";
        while (at < raw.length() && ends.indexOf(raw.charAt(at)) < 0) {
            char c = raw.charAt(at);
            if (c == '(') at = Comments.end(raw, at);
            else if (c == '"') inside.append(quoted());
            else {
                if (!Ascii.isSpace(c)) inside.append(c);
                at++;
            }
        }
        return inside.toString();
    }

    private void skipSpace() {
        while (at < raw.length() && Ascii.isSpace(raw.charAt(at))) at++;
    }

    /** Words in front of a comma may be the start of a name that has a comma. */
    private void endAtComma() {
        if (draft.isWordsOnly() && nextMark() == '<') {
            waiting.append(draft.phrase()).append(", ");
            startEntry();
        } else {
            endEntry();
        }
    }

    private void endEntry() {
        draft.finish(waiting.toString()).ifPresent(groupName == null ? entries::add : members::add);
        waiting.setLength(0);
        startEntry();
    }

    private void startEntry() { draft = new AddressDraft(); }

    private void endGroup() {
        if (groupName == null) return;
        entries.add(new AddressGroup(groupName, members));
        groupName = null;
        members = new ArrayList<>();
    }

    /** The first of , ; < > that follows; 0 when none is near. */
    private char nextMark() {
        int end = Math.min(raw.length(), at + LOOK_CHARACTERS);
        for (int i = at; i < end; i++) {
            if (",;<>".indexOf(raw.charAt(i)) >= 0) return raw.charAt(i);
        }
        return 0;
    }

    private String atom() {
        int from = at++;
        while (at < raw.length() && isAtomic(raw.charAt(at))) at++;
        return raw.substring(from, at);
    }

    private String literal() {
        int from = at++;
        while (at < raw.length() && "],<>".indexOf(raw.charAt(at)) < 0) at++;
        if (at < raw.length() && raw.charAt(at) == ']') at++;
        return raw.substring(from, at);
    }

    /** With its quotes; what does not close ends with the field. */
    private String quoted() {
        int from = at++;
        while (at < raw.length() && raw.charAt(at) != '"') at += raw.charAt(at) == '\\' ? 2 : 1;
        at = Math.min(at + 1, raw.length());
        return raw.substring(from, at);
    }

    private static String unquoted(String quoted) {
        boolean closed = quoted.length() > 1 && quoted.endsWith("\"");
        return Comments.unescaped(quoted.substring(1, closed ? quoted.length() - 1 : quoted.length()));
    }

    private static boolean isAtomic(char c) { return !Ascii.isSpace(c) && "(<\",;:[.@>".indexOf(c) < 0; }
}
