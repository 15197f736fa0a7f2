package sigillo.managesieve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Goes through the octets of one command: RFC 5804 section 4. Each rule leaves by {@link Syntax} where it does not fit. */
final class Cursor {
    /** RFC 5804 section 4: a number has 32 bits. */
    private static final long NUMBER_MAX = 0xFFFF_FFFFL;

    /** Never leaves the grammar. {@code why}: in ASCII, for people. */
    static final class Syntax extends Exception {
        private static final long serialVersionUID = 1L;

        final String why;

        Syntax(String why) {
            super(null, null, false, false);
            this.why = why;
        }
    }

    private final byte[] octets;
    private int at;

    Cursor(byte[] octets) { this.octets = octets; }

    boolean isAtEnd() { return at == octets.length; }

    /** Letters, in upper case: RFC 5804 section 1.1. */
    String keyword() {
        int from = at;
        while (!isAtEnd() && isLetter(octets[at])) at++;
        return new String(octets, from, at - from, StandardCharsets.US_ASCII).toUpperCase(java.util.Locale.ROOT);
    }

    private static boolean isLetter(byte octet) { return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z'; }

    /** Blanks at the end say nothing. */
    void end() throws Syntax {
        while (!isAtEnd() && octets[at] == ' ') at++;
        if (!isAtEnd()) throw new Syntax("Nothing more expected");
    }

    /** Whether there is one more argument. */
    boolean hasMore() {
        int next = at;
        while (next < octets.length && octets[next] == ' ') next++;
        return next < octets.length;
    }

    void space() throws Syntax {
        if (isAtEnd() || octets[at] != ' ') throw new Syntax(isAtEnd() ? "An argument is missing" : "A space expected");
        at++;
    }

    long number() throws Syntax {
        int from = at;
        long value = 0;
        for (; !isAtEnd() && octets[at] >= '0' && octets[at] <= '9'; at++) {
            value = Math.min(10 * value + octets[at] - '0', NUMBER_MAX + 1);
        }
        if (at == from || value > NUMBER_MAX) throw new Syntax("A number of octets expected");
        return value;
    }

    String text() throws Syntax {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(string())).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Syntax("A string is not UTF-8");
        }
    }

    /** {@code quoted / literal-c2s} */
    byte[] string() throws Syntax {
        if (isAtEnd()) throw new Syntax("A string expected");
        return switch (octets[at]) {
            case '"' -> quoted();
            case '{' -> literal();
            default -> throw new Syntax("A string stands in quotes, or is a literal");
        };
    }

    private byte[] quoted() throws Syntax {
        var found = new ByteArrayOutputStream();
        for (at++; !isAtEnd() && octets[at] != '"'; at++) {
            if (octets[at] == '\\') escaped();
            if (isAtEnd()) break;
            found.write(octets[at]);
        }
        if (isAtEnd()) throw new Syntax(Frame.Fault.OPEN_QUOTE.why());
        at++;
        return found.toByteArray();
    }

    private void escaped() throws Syntax {
        at++;
        if (!isAtEnd() && octets[at] != '"' && octets[at] != '\\') throw new Syntax("Only \" and \\ are written behind a \\");
    }

    /** The framer has seen to it that it is here. */
    private byte[] literal() throws Syntax {
        at++;
        long size = number();
        for (char wanted : new char[] {'+', '}', '\r', '\n'}) {
            if (isAtEnd() || octets[at++] != wanted) throw new Syntax("A literal is announced as {size+}, at the end of a line");
        }
        if (size > octets.length - at) throw new Syntax("A literal ends early");
        int from = at;
        at += (int) size;
        return Arrays.copyOfRange(octets, from, at);
    }
}
