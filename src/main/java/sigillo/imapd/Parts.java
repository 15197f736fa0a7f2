package sigillo.imapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sigillo.base.Octets;
import sigillo.imap.AppendCommand;
import sigillo.imap.Status;
import sigillo.spool.Spooled;

/** Puts messages together of what came with a command and what its URLs name: RFC 4469. To be closed when they are kept. */
final class Parts implements AutoCloseable {
    /** Why a message cannot be put together. */
    static final class BadPart extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Status status;

        BadPart(Status status) {
            super(status.text(), null, false, false);
            this.status = status;
        }

        Status status() { return status; }
    }

    private final Client client;
    private final List<Octets> came;
    private final List<Spooled> made = new ArrayList<>();
    private long octets;

    Parts(Client client, List<Octets> came) {
        this.client = client;
        this.came = came;
    }

    Octets message(AppendCommand.Message message) throws IOException, BadPart {
        var pieces = new ArrayList<Octets>();
        boolean isBinary = false;
        long before = octets;
        for (var piece : message.pieces()) {
            pieces.add(piece(piece));
            isBinary |= piece instanceof AppendCommand.Literal literal && literal.binary();
            octets += pieces.getLast().length();
            // RFC 4469 section 4.2; a URL is short, what it names may be long
            boolean isTooMuch = octets - before > client.door().settings().messageOctetsMax() || octets > Append.togetherMax(client);
            if (isTooMuch) throw new BadPart(Append.tooBig());
        }
        var whole = pieces.size() == 1 ? pieces.getFirst() : Octets.concat(pieces);
        // RFC 3502 section 6.3.11: so a client takes the whole command back
        if (whole.length() == 0) throw new BadPart(Status.no("CANNOT", "A message of no octets is not kept"));
        return isBinary ? inAscii(whole) : whole;
    }

    /** Of all messages so far. */
    long octets() { return octets; }

    private Octets piece(AppendCommand.Piece piece) throws BadPart {
        return switch (piece) {
            case AppendCommand.Literal literal -> came.get(literal.index());
            case AppendCommand.Url(var url) -> new MessageUrls(client).octets(url).orElseThrow(() -> badUrl(url));
        };
    }

    /** RFC 4469 section 4.1. The URL is ASCII, without what would end the code. */
    private static BadPart badUrl(String url) {
        boolean isPlain = url.length() <= 200 && url.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != ']' && c != '\\');
        return new BadPart(Status.no(isPlain ? "BADURL \"" + url + "\"" : "BADURL \"\"", "This URL names nothing here"));
    }

    /**
     * Of a literal8 only. A literal may hold no NUL (RFC 9051 section 9), and mail that others kept with one comes so when it
     * moves in: it is kept octet by octet, since to refuse it would lose it.
     */
    private Octets inAscii(Octets message) throws IOException, BadPart {
        if (!BinaryConversion.isNeeded(message)) return message;
        var converted = BinaryConversion.run(message, client.door().spool());
        made.add(converted);
        octets += converted.length() - message.length();
        if (converted.length() > client.door().settings().messageOctetsMax()) throw new BadPart(Append.tooBig());
        // RFC 9051 section 4.3: else BODY[] would have it in a literal
        if (BinaryConversion.isNeeded(converted)) throw new BadPart(Status.no("CANNOT", "NUL stands where no encoding can help"));
        return converted;
    }

    @Override public void close() { made.forEach(Spooled::close); }
}
