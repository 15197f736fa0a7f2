package sigillo.message;

import java.util.Set;

/** The base subject, by which replies are known to belong to a subject. */
public final class Subjects {
    /** What programs write for "re" and "fwd" in other languages. RFC 5256 section 5 has only the English ones. */
    private static final Set<String> FOREIGN = Set.of("aw", "antw", "antwort", "wg", "sv", "vs", "vl", "vb", "ref",
        "rif", "r", "i", "tr", "enc", "res", "rv", "odp", "pd", "ynt", "ilt", "bls", "trs", "vá",
        "回复", "回覆", "转发", "轉寄", "答复", "返信", "転送");
    private static final Set<String> ENGLISH = Set.of("re", "fw", "fwd");
    private static final int PREFIX_CHARACTERS_MAX = 8;

    private Subjects() {}

    /** As {@link #strict}, with the prefixes of other languages taken off too. Decoded text in, decoded text out. */
    public static String base(String subject) { return new Stripper(subject, true).base(); }

    /** RFC 5256 section 2.1 to the letter, for IMAP's SORT and THREAD. */
    public static String strict(String subject) { return new Stripper(subject, false).base(); }

    /** True when something was taken off: a reply or forward, as RFC 5256 section 3 asks in its threading. */
    public static boolean isReply(String subject) {
        var stripper = new Stripper(subject, true);
        stripper.base();
        return stripper.reply;
    }

    /** As {@link #isReply}, by RFC 5256 section 2.1 to the letter. */
    public static boolean isStrictReply(String subject) {
        var stripper = new Stripper(subject, false);
        stripper.base();
        return stripper.reply;
    }

    /** Works between two indices that only come closer, so linear. Steps are numbered as in RFC 5256 section 2.1. */
    private static final class Stripper {
        private final String text;
        private final boolean foreign;
        private int from;
        private int to;
        private boolean reply;

        Stripper(String subject, boolean foreign) {
            this.text = spaced(subject); // step 1
            this.foreign = foreign;
            this.to = text.length();
        }

        String base() {
            do {
                while (trailer()) reply = true;        // step 2
                while (leader()) { }                   // step 3
                while (blob()) { }                     // steps 4 and 5: behind the blobs no leader can follow any more
            } while (wrapper());                       // step 6
            return text.substring(from, to);
        }

        /** {@code subj-trailer = "(fwd)" / WSP} */
        private boolean trailer() {
            while (to > from && text.charAt(to - 1) == ' ') to--;
            if (to - from < 5 || !text.regionMatches(true, to - 5, "(fwd)", 0, 5)) return false;
            to -= 5;
            return true;
        }

        /** {@code subj-leader = (*subj-blob subj-refwd) / WSP} */
        private boolean leader() {
            int at = spaces(from);
            for (int next; (next = blobEnd(at)) > at; ) at = next;
            int behind = refwd(at);
            if (behind < 0) {
                boolean moved = spaces(from) > from;
                from = spaces(from);
                return moved;
            }
            reply = true;
            from = behind;
            return true;
        }

        /** A blob goes only when something is left behind it. */
        private boolean blob() {
            int end = blobEnd(from);
            if (end <= from || end >= to) return false;
            from = end;
            return true;
        }

        /** {@code "[fwd:" text "]"} */
        private boolean wrapper() {
            if (to - from < 6 || text.charAt(to - 1) != ']') return false;
            if (!text.regionMatches(true, from, "[fwd:", 0, 5)) return false;
            from += 5;
            to--;
            reply = true;
            return true;
        }

        /** {@code subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"}; -1 when none stands at {@code at}. */
        private int refwd(int at) {
            int end = at;
            while (end < to && end - at < PREFIX_CHARACTERS_MAX && Character.isLetter(text.charAt(end))) end++;
            var word = text.substring(at, end).toLowerCase(java.util.Locale.ROOT);
            if (!ENGLISH.contains(word) && !(foreign && FOREIGN.contains(word))) return -1;
            int colon = spaces(end);
            int behindBlob = blobEnd(colon);
            if (behindBlob > colon) colon = behindBlob;
            boolean found = colon < to && (text.charAt(colon) == ':' || foreign && text.charAt(colon) == '：');
            return found ? colon + 1 : -1;
        }

        /** {@code subj-blob = "[" *BLOBCHAR "]" *WSP}: the index behind it, {@code at} when none stands there. */
        private int blobEnd(int at) {
            if (at >= to || text.charAt(at) != '[') return at;
            int close = at + 1;
            while (close < to && text.charAt(close) != ']' && text.charAt(close) != '[') close++;
            return close < to && text.charAt(close) == ']' ? spaces(close + 1) : at;
        }

        private int spaces(int at) {
            while (at < to && text.charAt(at) == ' ') at++;
            return at;
        }

        /** Tabs and continuations are spaces; several are one. */
        private static String spaced(String subject) {
            var one = new StringBuilder(subject.length());
            for (int i = 0; i < subject.length(); i++) {
                char c = Ascii.isSpace(subject.charAt(i)) ? ' ' : subject.charAt(i);
                if (c != ' ' || one.isEmpty() || one.charAt(one.length() - 1) != ' ') one.append(c);
            }
            return one.toString();
        }
    }
}
