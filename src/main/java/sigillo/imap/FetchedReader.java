package sigillo.imap;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import sigillo.base.Bytes;

/** The items of a FETCH response: RFC 9051 section 7.5.2. In any order, with others between that we did not ask for. */
final class FetchedReader {
    private final Cursor in;
    private OptionalLong uid = OptionalLong.empty();
    private Optional<Set<String>> flags = Optional.empty();
    private Optional<Instant> internalDate = Optional.empty();
    private OptionalLong size = OptionalLong.empty();
    private Optional<List<String>> labels = Optional.empty();
    private Response.Body body = new Response.Body.None();

    FetchedReader(Cursor in) { this.in = in; }

    Response.Fetched read(long number) throws Syntax {
        in.expect('(');
        while (!in.skip(')')) {
            if (in.atEnd()) throw in.wrong("A )");
            item(in.itemWord());
            in.skip(' '); // Courier writes one before the bracket too
        }
        return new Response.Fetched(number, uid, flags, internalDate, size, labels, body);
    }

    private void item(String name) throws Syntax {
        boolean isWhole = section().isEmpty();
        in.sp();
        switch (name) {
            case "UID" -> uid = OptionalLong.of(in.nzNumber());
            case "FLAGS" -> flags = Optional.of(flags());
            case "INTERNALDATE" -> internalDate = date();
            case "RFC822.SIZE" -> size = OptionalLong.of(in.number64());
            case "X-GM-LABELS" -> labels = Optional.of(in.list(GrammarLimits.TOLD_FLAGS_MAX, FetchedReader::label));
            case "BODY", "BINARY", "RFC822" -> {
                if (isWhole && (in.isStringNext() || in.isMessageNext())) body = message();
                else in.skipValue();
            }
            default -> in.skipValue();
        }
    }

    /** What stands between the brackets behind the name, and the place where it begins. */
    private String section() throws Syntax {
        if (!in.skip('[')) return "";
        var section = in.until(']');
        in.expect(']');
        if (in.isAt('<')) in.until(' ');
        return section;
    }

    private Response.Body message() throws Syntax {
        if (!in.isMessageNext()) return new Response.Body.Inline(Bytes.wrap(in.stringOctets()));
        return new Response.Body.Apart(in.message().octets());
    }

    private Set<String> flags() throws Syntax {
        var all = new TreeSet<String>();
        for (var flag : in.list(GrammarLimits.TOLD_FLAGS_MAX, Cursor::flagWord)) all.add(flag.toLowerCase(Locale.ROOT));
        return all;
    }

    /** One that cannot be read is as none: some servers have dates of the year 0 for broken messages. */
    private Optional<Instant> date() throws Syntax {
        if (!in.isStringNext()) {
            in.skipValue();
            return Optional.empty();
        }
        var quoted = "\"" + new String(in.stringOctets(), StandardCharsets.ISO_8859_1) + "\"";
        try {
            return Optional.of(ImapDate.dateTime(new Cursor(Frame.of(quoted), Names.MODIFIED_UTF7)));
        } catch (Syntax none) {
            return Optional.empty();
        }
    }

    /** An astring, or a word with a backslash. */
    private static String label(Cursor in) throws Syntax {
        return Names.lenient(in.isStringNext() ? in.stringOctets() : in.flagWord().getBytes(StandardCharsets.ISO_8859_1));
    }
}
