package sigillo.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Walks through a frame. The methods are named after the ABNF of RFC 9051 section 9 and leave with {@link Syntax}. */
final class Cursor {
    private final byte[] octets;
    private final Frame frame;
    private final Names names;
    private int at;

    Cursor(Frame frame, Names names) {
        this.frame = frame;
        this.octets = frame.octets();
        this.names = names;
    }

    interface Rule<T> {
        T read(Cursor in) throws Syntax;
    }

    // ---- single octets ----

    boolean atEnd() { return at == octets.length; }

    /** -1 at the end. */
    int peek() { return at < octets.length ? octets[at] & 0xFF : -1; }

    boolean isAt(char c) { return peek() == c; }

    boolean skip(char c) {
        if (!isAt(c)) return false;
        at++;
        return true;
    }

    void expect(char c) throws Syntax {
        if (!skip(c)) throw wrong(named(c));
    }

    /** In words: there are clients that read the text of an answer as if it were data. */
    private static String named(char c) {
        return switch (c) {
            case ' ' -> "Space";
            case '\r', '\n' -> "Line end";
            case '(' -> "Opening parenthesis";
            case ')' -> "Closing parenthesis";
            case '{' -> "Literal";
            case '}' -> "End of a literal's length";
            case '"' -> "Quote";
            default -> "A " + c;
        };
    }

    void sp() throws Syntax { expect(' '); }

    void end() throws Syntax {
        if (!atEnd()) throw new Syntax("Nothing more expected " + where());
    }

    Syntax wrong(String what) { return new Syntax(what + " expected " + where()); }

    private String where() { return at == octets.length ? "at the end of the command" : "at octet " + (at + 1); }

    // ---- words ----

    String tag() throws Syntax { return run("Tag", c -> c != '+' && isAstringChar(c)); }

    String atom() throws Syntax { return run("Atom", Cursor::isAtomChar); }

    /** An atom that is a word of the protocol, in upper case. */
    String word() throws Syntax { return atom().toUpperCase(Locale.ROOT); }

    /** The word of a fetch item: {@code BODY} ends before its bracket. */
    String itemWord() throws Syntax {
        return run("Item", c -> isAtomChar(c) && c != '[' && c != '<').toUpperCase(Locale.ROOT);
    }

    /** A flag or attribute as a server writes it: whatever is between spaces and brackets. */
    String flagWord() throws Syntax { return run("Flag", c -> c > ' ' && c != 0x7F && c != '(' && c != ')' && c != '"' && c != '{'); }

    /** What is before the character, one character per octet; all that is left where it does not come. */
    String until(char end) {
        int start = at;
        while (at < octets.length && octets[at] != end) at++;
        return new String(octets, start, at - start, StandardCharsets.ISO_8859_1);
    }

    boolean isDigitNext() { return peek() >= '0' && peek() <= '9'; }

    /** Whether the word is next; it is not taken. */
    boolean isAt(String word) {
        int before = at;
        boolean is = skipWord(word);
        at = before;
        return is;
    }

    /** Takes the word when it is next, whatever follows it. */
    boolean skipWord(String word) {
        if (at + word.length() > octets.length) return false;
        for (int i = 0; i < word.length(); i++) {
            if (Character.toUpperCase(octets[at + i]) != word.charAt(i)) return false;
        }
        at += word.length();
        return true;
    }

    /** What is left, one character per octet. */
    String restOfLine() {
        var rest = new String(octets, at, octets.length - at, StandardCharsets.ISO_8859_1);
        skipAll();
        return rest;
    }

    void skipAll() { at = octets.length; }

    private interface OctetClass {
        boolean has(int c);
    }

    private String run(String what, OctetClass allowed) throws Syntax {
        int start = at;
        while (at < octets.length && allowed.has(octets[at] & 0xFF)) at++;
        if (at == start) throw wrong(what);
        return new String(octets, start, at - start, StandardCharsets.ISO_8859_1);
    }

    static boolean isAtomChar(int c) { return c > ' ' && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0; }

    static boolean isAstringChar(int c) { return isAtomChar(c) || c == ']'; }

    private static boolean isListChar(int c) { return isAstringChar(c) || c == '%' || c == '*'; }

    // ---- numbers ----

    long number() throws Syntax { return number(0, 0xFFFF_FFFFL); }

    long nzNumber() throws Syntax { return number(1, 0xFFFF_FFFFL); }

    long number64() throws Syntax { return number(0, Long.MAX_VALUE); }

    long nzNumber64() throws Syntax { return number(1, Long.MAX_VALUE); }

    private long number(long least, long most) throws Syntax {
        long value = 0;
        int start = at;
        for (; at < octets.length && octets[at] >= '0' && octets[at] <= '9'; at++) {
            int digit = octets[at] - '0';
            if (value > (most - digit) / 10) throw new Syntax("Number is too large");
            value = value * 10 + digit;
        }
        if (at == start) throw wrong("Number");
        if (value < least) throw new Syntax("Number is too small");
        return value;
    }

    /** Exactly so many digits. */
    int digits(int count) throws Syntax {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (peek() < '0' || peek() > '9') throw wrong("Digit");
            value = value * 10 + octets[at++] - '0';
        }
        return value;
    }

    // ---- strings ----

    String astring() throws Syntax { return text(astringOctets()); }

    byte[] astringOctets() throws Syntax {
        return isStringNext() ? stringOctets() : latin1(run("String", Cursor::isAstringChar));
    }

    boolean isStringNext() { return isAt('"') || isAt('{') || isLiteral8Next(); }

    /** A tilde begins an atom too, such as the name of a mailbox. */
    boolean isLiteral8Next() { return isAt('~') && at + 1 < octets.length && octets[at + 1] == '{'; }

    String string() throws Syntax { return text(stringOctets()); }

    byte[] stringOctets() throws Syntax { return isAt('"') ? quoted() : literal(); }

    /** Null for NIL. */
    String nstring() throws Syntax { return !isStringNext() && skipWord("NIL") ? null : string(); }

    /** Empty for NIL; a literal with a tilde may hold NUL: RFC 5464 section 5's value. */
    Optional<byte[]> nstringOctets() throws Syntax {
        if (!isStringNext() && skipWord("NIL")) return Optional.empty();
        if (!isStringNext()) throw wrong("String");
        return Optional.of(isLiteral8Next() ? literal(true) : stringOctets());
    }

    String mailbox() throws Syntax { return name(astringOctets()); }

    /**
     * Empty for what can be no name: RFC 9051 section 6.3.9 wants it passed over. But who writes names in eight bits that
     * are not those that are spoken hears of it.
     */
    Optional<String> listMailbox() throws Syntax {
        return possible(isStringNext() ? stringOctets() : latin1(run("Mailbox pattern", Cursor::isListChar)));
    }

    /** As {@link #listMailbox}. */
    Optional<String> listReference() throws Syntax { return possible(astringOctets()); }

    private Optional<String> possible(byte[] octets) throws Syntax {
        for (byte b : octets) if (b < 0) return Optional.of(name(octets));
        return names.decode(octets);
    }

    /** What is printable ASCII is said as RFC 9051 has it, and can still be the name of nothing. */
    private String name(byte[] octets) throws Syntax {
        var name = names.decode(octets);
        if (name.isPresent()) return name.get();
        for (byte b : octets) {
            if (b < ' ' || b == 0x7F) throw new Syntax(names == Names.UTF8 ? "Mailbox name is not UTF-8" : "Mailbox name is not well-formed modified UTF-7");
        }
        return Names.ofNone(octets);
    }

    private byte[] quoted() throws Syntax {
        expect('"');
        int start = at;
        int count = 0; // first, so that no more is taken than the string has
        for (; !isAt('"'); at++, count++) {
            // RFC 9051 section 9: a backslash stands before quoted-specials only
            if (skip('\\') && !isAt('"') && !isAt('\\')) throw wrong("Quote or backslash");
            if (peek() < 0 || isAt('\r') || isAt('\n')) throw new Syntax("Quoted string has no end");
        }
        at++;
        var value = new byte[count];
        for (int from = start, to = 0; to < count; from++, to++) {
            if (octets[from] == '\\') from++;
            value[to] = octets[from];
        }
        return value;
    }

    /** A literal that is in the frame. Whether it was synchronizing is of no interest any more. */
    private byte[] literal() throws Syntax { return literal(false); }

    private byte[] literal(boolean withNul) throws Syntax {
        long size = announcement();
        if (frame.leftAt(at).isPresent()) throw new Syntax("No message expected here");
        if (size > octets.length - at) throw wrong("Literal");
        var value = Arrays.copyOfRange(octets, at, at + (int) size);
        for (byte b : value) {
            if (b == 0 && !withNul) throw new Syntax("NUL is not allowed in a string");
        }
        at += (int) size;
        return value;
    }

    /** Whether the announcement of a message is next, whose octets are elsewhere. */
    boolean isMessageNext() {
        if (!isAt('{') && !isLiteral8Next()) return false;
        int end = at;
        while (end < octets.length && octets[end] != '\n') end++;
        return frame.leftAt(end + 1).isPresent();
    }

    /** Any value, also one that we know nothing of: a word, a string, or a list of such, however deep. */
    void skipValue() throws Syntax {
        int depth = 0;
        do {
            if (skip('(')) depth++;
            else if (depth > 0 && skip(')')) depth--;
            else if (isMessageNext()) message();
            else if (isStringNext()) stringOctets();
            else run("Value", c -> c > ' ' && c != '(' && c != ')' && c != '"');
            if (depth > 0) skip(' ');
        } while (depth > 0);
    }

    /** The announcement of a message, whose octets are elsewhere. */
    Frame.Left message() throws Syntax {
        announcement();
        var left = frame.leftAt(at);
        if (left.isEmpty()) throw wrong("Message literal");
        return left.get();
    }

    /** As the frame counts its messages. */
    int indexOf(Frame.Left message) { return frame.left().indexOf(message); }

    private long announcement() throws Syntax {
        skip('~');
        expect('{');
        long size = number64();
        skip('+');
        expect('}');
        expect('\r');
        expect('\n');
        return size;
    }

    private static String text(byte[] octets) throws Syntax {
        return Utf8.decode(octets).orElseThrow(() -> new Syntax("String is not UTF-8"));
    }

    private static byte[] latin1(String ascii) { return ascii.getBytes(StandardCharsets.ISO_8859_1); }

    // ---- lists ----

    /** {@code "(" [rule *(SP rule)] ")"}, at most {@code max}. */
    <T> List<T> list(int max, Rule<T> rule) throws Syntax {
        expect('(');
        var all = new ArrayList<T>();
        while (!skip(')')) {
            if (!all.isEmpty()) sp();
            if (all.size() == max) throw new Syntax("More than " + max + " in a list");
            all.add(rule.read(this));
        }
        return all;
    }

    /** As {@link #list}, but not empty. */
    <T> List<T> nonEmptyList(int max, Rule<T> rule) throws Syntax {
        var all = list(max, rule);
        if (all.isEmpty()) throw new Syntax("A list must not be empty");
        return all;
    }

    /** {@code rule *(SP rule)} to the end of the command. */
    <T> List<T> rest(int max, Rule<T> rule) throws Syntax {
        var all = new ArrayList<T>();
        do {
            if (all.size() == max) throw new Syntax("More than " + max + " in a list");
            all.add(rule.read(this));
        } while (skip(' '));
        return all;
    }
}
