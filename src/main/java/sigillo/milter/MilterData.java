package sigillo.milter;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sigillo.base.Bytes;

/** Reads the data of one packet from its begin to its end. What is wrong is a {@link Syntax}, which leaves no parser. */
final class MilterData {
    private final byte[] data;
    private int at;

    MilterData(Bytes data) { this.data = data.unsafeArray(); }

    /** Leaves the grammar at the first error. */
    static final class Syntax extends Exception {
        private static final long serialVersionUID = 1;

        Syntax(String why) { super(why, null, false, false); }
    }

    boolean isAtEnd() { return at == data.length; }

    char letter() throws Syntax {
        need(1);
        return (char) (data[at++] & 0xFF);
    }

    int number() throws Syntax {
        need(4);
        int n = 0;
        for (int i = 0; i < 4; i++) n = n << 8 | data[at++] & 0xFF;
        return n;
    }

    /** A number that counts something: not beyond what anybody has. */
    int index() throws Syntax {
        int n = number();
        if (n < 0) throw new Syntax("an index below 0");
        return n;
    }

    int port() throws Syntax {
        need(2);
        return (data[at++] & 0xFF) << 8 | data[at++] & 0xFF;
    }

    /** Up to its NUL; UTF-8, and what is none becomes U+FFFD. */
    String text() throws Syntax { return text(StandardCharsets.UTF_8); }

    /** As {@link #text}, octets as they are. */
    String raw() throws Syntax { return text(StandardCharsets.ISO_8859_1); }

    private String text(Charset charset) throws Syntax {
        int from = at;
        int end = at;
        while (end < data.length && data[end] != 0) end++;
        if (end == data.length) throw new Syntax("a text without an end");
        at = end + 1;
        return new String(data, from, end - from, charset);
    }

    List<String> texts() throws Syntax {
        var all = new ArrayList<String>();
        while (!isAtEnd()) {
            if (all.size() == MilterLimits.TEXTS_MAX) throw new Syntax("more than " + MilterLimits.TEXTS_MAX + " texts");
            all.add(text());
        }
        return all;
    }

    Bytes rest() {
        var rest = Bytes.wrap(Arrays.copyOfRange(data, at, data.length));
        at = data.length;
        return rest;
    }

    <T> T end(T whole) throws Syntax {
        if (!isAtEnd()) throw new Syntax("more than belongs to it");
        return whole;
    }

    private void need(int octets) throws Syntax {
        if (data.length - at < octets) throw new Syntax("it ends early");
    }
}
