package sigillo.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sigillo.base.Bytes;
import sigillo.imap.Response.Condition;
import sigillo.imap.Response.Condition.Kind;

/**
 * Turns a frame of {@link ResponseFramer} into a response. Total: every frame gives one, none throws. Milder than {@link
 * CommandParser}: servers are as they are, and mail is to be had of them; what is wrong in a part makes the part missing
 * where the rest can still be read.
 */
public final class ResponseParser {
    private static final Set<String> KINDS = Set.of("OK", "NO", "BAD", "PREAUTH", "BYE");
    private static final int TEXT_CHARACTERS_MAX = 500;

    private ResponseParser() {}

    public static Response parse(Frame frame) {
        try {
            return response(new Cursor(frame, Names.MODIFIED_UTF7));
        } catch (Syntax e) {
            return new Response.Malformed(e.getMessage());
        }
    }

    private static Response response(Cursor in) throws Syntax {
        if (in.skip('+')) {
            in.skip(' ');
            return new Response.Proceed(text(in));
        }
        if (!in.skip('*')) return tagged(in);
        in.sp();
        if (in.isDigitNext()) return numbered(in);
        var word = in.word();
        if (KINDS.contains(word)) return condition(Response.UNTAGGED, Kind.valueOf(word), in);
        return switch (word) {
            case "CAPABILITY" -> new Response.Capabilities(Response.words(in.restOfLine()));
            case "LIST", "LSUB", "XLIST" -> listed(in);
            case "NAMESPACE" -> namespaces(in);
            default -> new Response.Other(word);
        };
    }

    /** RFC 9051 section 9's response-tagged. */
    private static Response tagged(Cursor in) throws Syntax {
        var tag = in.tag();
        in.sp();
        var word = in.word();
        if (!word.equals("OK") && !word.equals("NO") && !word.equals("BAD")) throw new Syntax("OK, NO or BAD expected");
        return condition(tag, Kind.valueOf(word), in);
    }

    /** RFC 9051 section 9's resp-text; some servers leave out the space, or the text. */
    private static Condition condition(String tag, Kind kind, Cursor in) throws Syntax {
        in.skip(' ');
        if (!in.skip('[')) return new Condition(tag, kind, "", "", text(in));
        var code = in.until(']');
        in.skip(']');
        in.skip(' ');
        var parts = code.split(" ", 2);
        return new Condition(tag, kind, parts[0].toUpperCase(Locale.ROOT), parts.length < 2 ? "" : parts[1], text(in));
    }

    private static String text(Cursor in) {
        var octets = in.restOfLine().getBytes(StandardCharsets.ISO_8859_1);
        var text = Utf8.decode(octets).orElseGet(() -> new String(octets, StandardCharsets.ISO_8859_1));
        return text.length() <= TEXT_CHARACTERS_MAX ? text : text.substring(0, TEXT_CHARACTERS_MAX);
    }

    /** RFC 9051 section 9's mailbox-list. */
    private static Response listed(Cursor in) throws Syntax {
        in.sp();
        var attributes = new TreeSet<String>();
        for (var attribute : in.list(GrammarLimits.WORDS_MAX, Cursor::flagWord)) attributes.add(attribute.toLowerCase(Locale.ROOT));
        in.sp();
        var separator = separator(in);
        in.sp();
        var name = Bytes.wrap(in.isStringNext() ? in.stringOctets() : in.restOfLine().getBytes(StandardCharsets.ISO_8859_1));
        if (name.length() == 0) throw new Syntax("A mailbox without a name");
        return new Response.Listed(attributes, separator, name); // what RFC 5258 section 6 puts behind it says nothing more to us
    }

    /** NIL where there are no levels. */
    private static Optional<Character> separator(Cursor in) throws Syntax {
        if (!in.isStringNext()) {
            if (!in.skipWord("NIL")) throw in.wrong("Separator");
            return Optional.empty();
        }
        var octets = in.stringOctets();
        if (octets.length != 1) throw new Syntax("A separator is one character");
        return Optional.of((char) (octets[0] & 0xFF));
    }

    private static Response namespaces(Cursor in) throws Syntax {
        in.sp();
        var personal = namespace(in);
        in.sp();
        var others = namespace(in);
        in.sp();
        return new Response.Namespaces(personal, others, namespace(in));
    }

    private static List<Response.Namespace> namespace(Cursor in) throws Syntax {
        var all = new ArrayList<Response.Namespace>();
        if (in.skipWord("NIL")) return all;
        in.expect('(');
        while (!in.skip(')')) {
            if (all.size() == GrammarLimits.WORDS_MAX) throw new Syntax("Too many namespaces");
            in.skip(' '); // not in the grammar, but some write it
            in.expect('(');
            var prefix = Bytes.wrap(in.stringOctets());
            in.sp();
            all.add(new Response.Namespace(prefix, separator(in)));
            while (in.skip(' ')) in.skipValue();
            in.expect(')');
        }
        return all;
    }

    private static Response numbered(Cursor in) throws Syntax {
        long number = in.number();
        in.sp();
        var word = in.word();
        return switch (word) {
            case "EXISTS" -> new Response.Exists(number);
            case "EXPUNGE" -> new Response.Expunged(number);
            case "FETCH" -> {
                in.sp();
                yield new FetchedReader(in).read(number);
            }
            default -> new Response.Other(word);
        };
    }
}
