package sigillo.account;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** A path as names from the top, in Unicode NFC, as they are compared: exactly, but for the inbox in any case. */
sealed interface MailboxPath {
    String INBOX = "INBOX";

    record Names(List<String> names) implements MailboxPath {
        public Names {
            names = List.copyOf(names);
        }

        Names parent() { return above(names.size() - 1); }

        /** The first so many of them. */
        Names above(int count) { return new Names(names.subList(0, count)); }

        @Override public String toString() { return String.join("/", names); }

        String last() { return names.getLast(); }

        boolean isInbox() { return names.equals(List.of(INBOX)); }
    }

    record Bad(String why) implements MailboxPath {}

    static MailboxPath parse(String path) {
        var names = new ArrayList<String>();
        for (var name : path.split("/", AccountLimits.MAILBOX_DEPTH_MAX + 1)) {
            if (names.size() == AccountLimits.MAILBOX_DEPTH_MAX) {
                return new Bad("more than " + AccountLimits.MAILBOX_DEPTH_MAX + " levels");
            }
            var normal = isUnicode(name) ? Normalizer.normalize(name, Normalizer.Form.NFC) : name;
            var why = fault(normal);
            if (!why.isEmpty()) return new Bad(why);
            // RFC 9051 section 5.1: INBOX is one name in any case
            names.add(names.isEmpty() && normal.equalsIgnoreCase(INBOX) ? INBOX : normal);
        }
        return new Names(names);
    }

    private static String fault(String name) {
        if (name.isEmpty()) return "a name is empty";
        if (!isUnicode(name)) return "a name is not Unicode";
        if (name.codePointCount(0, name.length()) > AccountLimits.MAILBOX_NAME_CHARACTERS_MAX) {
            return "a name has more than " + AccountLimits.MAILBOX_NAME_CHARACTERS_MAX + " characters";
        }
        // mail programs that keep a folder for each mailbox would leave their own
        if (name.equals(".") || name.equals("..")) return "a name is . or ..";
        // RFC 5198 section 2 and RFC 9051 section 5.1: no byte order mark, no control characters, no line and paragraph
        // separators
        if (name.startsWith("\uFEFF")) return "a name begins with a byte order mark";
        boolean control = name.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
        return control ? "a name has a control character" : "";
    }

    /** False when a surrogate stands alone. */
    private static boolean isUnicode(String name) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
