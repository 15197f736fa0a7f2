package sigillo.message;

import java.util.Arrays;
import sigillo.base.Glance;

/**
 * Where names and addresses lie in a header field of the commonest kind, for who passes them on as they are: a mailbox
 * or several, between commas, each bare or in angles behind a name of words or in quotes, with nothing to be undone.
 * Any other field is left to {@link AddressParser}, which reads these the same. Used again and again; one thread.
 */
public final class PlainAddresses {
    /** Of a field with more the parser makes a list. */
    private static final int ADDRESSES_MAX = 32;
    /** Of each address: where its name begins and ends, its local part, its domain. */
    private static final int BOUNDS = 6;
    private static final String IN_WORDS = "!#$%&'*+-/=?^_`{|}~";
    private static final boolean[] WORD = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) WORD[c] = true;
        for (char c = 'A'; c <= 'Z'; c++) WORD[c] = WORD[c + 'a' - 'A'] = true;
        for (char c : IN_WORDS.toCharArray()) WORD[c] = true;
    }

    private final int[] bounds = new int[ADDRESSES_MAX * BOUNDS];
    private byte[] octets = {};
    private int end;
    private int at;
    private int count;

    /** False when the field is not of that kind, or has none; nothing else may be asked then. */
    public boolean isRead(Glance field) {
        octets = field.octets();
        end = field.to();
        at = field.from();
        count = 0;
        while (count < ADDRESSES_MAX && isAddressRead()) {
            if (at == end) return true;
            if (octets[at++] != ',') return false;
            while (at < end && octets[at] == ' ') at++;
        }
        return false;
    }

    public int count() { return count; }

    /** Whether a name stands before it. */
    public boolean hasName(int i) { return from(i, 0) < to(i, 0); }

    /** Printable ASCII without quotes and backslashes, as all three are. */
    public Glance name(int i) { return part(i, 0); }

    public Glance localPart(int i) { return part(i, 1); }

    public Glance domain(int i) { return part(i, 2); }

    private Glance part(int i, int part) { return new Glance(octets, from(i, part), to(i, part)); }

    private int from(int i, int part) { return bounds[i * BOUNDS + 2 * part]; }

    private int to(int i, int part) { return bounds[i * BOUNDS + 2 * part + 1]; }

    // ---- reading ----

    private boolean isAddressRead() {
        int start = at;
        int mine = count * BOUNDS;
        Arrays.fill(bounds, mine, mine + 2, at);
        if (at < end && octets[at] == '"') return isQuotedNameRead(mine) && isAngleRead(mine);
        if (at < end && octets[at] == '<') return isAngleRead(mine);
        if (!isWordsRead()) return false;
        if (at < end && octets[at] == '<' && at > start && octets[at - 1] == ' ') {
            bounds[mine + 1] = at - 1;
            return isAngleRead(mine);
        }
        at = start;
        return isSpecRead(mine);
    }

    /** To the first octet that is of no word, with single spaces between words and one behind the last, if any. */
    private boolean isWordsRead() {
        for (boolean isAfterWord = false; at < end; at++) {
            if (octets[at] == ' ') {
                if (!isAfterWord) return false;
                isAfterWord = false;
            } else if (isWord(octets[at])) {
                isAfterWord = true;
            } else {
                return true;
            }
        }
        return true;
    }

    /** With the space behind it. */
    private boolean isQuotedNameRead(int mine) {
        int from = ++at;
        while (at < end && octets[at] >= ' ' && octets[at] < 127 && octets[at] != '"' && octets[at] != '\\') at++;
        if (at + 1 >= end || octets[at] != '"' || octets[at + 1] != ' ') return false;
        if (at == from || octets[from] == ' ' || octets[at - 1] == ' ') return false;
        bounds[mine] = from;
        bounds[mine + 1] = at;
        at += 2;
        return true;
    }

    private boolean isAngleRead(int mine) {
        if (at == end || octets[at] != '<') return false;
        at++;
        if (!isSpecRead(mine) || at == end || octets[at] != '>') return false;
        at++;
        return true;
    }

    private boolean isSpecRead(int mine) {
        bounds[mine + 2] = at;
        skipDotted();
        bounds[mine + 3] = at;
        if (at == end || octets[at] != '@') return false;
        bounds[mine + 4] = ++at;
        skipDotted();
        bounds[mine + 5] = at;
        count++;
        return bounds[mine + 2] < bounds[mine + 3] && bounds[mine + 4] < at;
    }

    private void skipDotted() {
        while (at < end && (isWord(octets[at]) || octets[at] == '.')) at++;
    }

    private static boolean isWord(byte octet) { return octet >= 0 && WORD[octet]; }
}
