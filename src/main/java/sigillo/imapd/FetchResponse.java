package sigillo.imapd;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.FlagList;
import sigillo.account.ThreadId;
import sigillo.base.Octets;
import sigillo.imap.FetchItem.Plain;
import sigillo.imap.FetchItem;
import sigillo.imap.ImapDate;
import sigillo.imap.ImapWriter;
import sigillo.store.StoreException;

/**
 * Writes FETCH responses: RFC 9051 section 7.5.2. What can fail or be missing is read before the first octet of a
 * response is written: a literal that breaks off ends the conversation, and a client that asks for all messages would
 * never come past the one that somebody has changed. A message of more than one chunk is therefore opened twice.
 */
final class FetchResponse {
    enum Told { YES, GONE, UNKNOWN_ENCODING, UNREADABLE }

    private static final int PASSED_OCTETS = 16 << 10;
    private static final Set<FetchItem> FLAGS_ALONE = Set.of(Plain.FLAGS, Plain.UID);

    private final SelectedMailbox mailbox;
    private final ImapWriter out;
    private final EnvelopeWriter envelopes;
    private final List<FetchItem> items;
    private final Unreadable unreadable;
    private final boolean needsEnvelope;
    private final boolean needsMeta;
    private final boolean needsContent;
    private final boolean decodes;
    private final Map<List<Integer>, BinaryParts.Decoded> looked = new HashMap<>(); // at parts of this message
    private byte[] passed = {}; // what is read through is thrown away
    private boolean hasTold;

    FetchResponse(SelectedMailbox mailbox, List<FetchItem> items, Unreadable unreadable) {
        this.mailbox = mailbox;
        this.out = mailbox.out();
        this.envelopes = new EnvelopeWriter(out);
        this.items = List.copyOf(new LinkedHashSet<>(items)); // asked for twice, told once
        this.unreadable = unreadable;
        this.needsEnvelope = items.contains(Plain.ENVELOPE);
        this.needsMeta = items.stream().anyMatch(FetchResponse::needsMeta);
        this.decodes = items.stream().anyMatch(item -> item instanceof FetchItem.Binary || item instanceof FetchItem.BinarySize);
        this.needsContent = items.stream().anyMatch(item -> !(item instanceof Plain));
    }

    private static boolean needsMeta(FetchItem item) {
        return switch (item) {
            case Plain plain -> plain == Plain.BODY || plain == Plain.BODYSTRUCTURE || plain == Plain.PREVIEW;
            case FetchItem.Body body -> BodySections.needsStructure(body.section());
            case FetchItem.Binary _, FetchItem.BinarySize _ -> true;
        };
    }

    /** What an item says of a message, with the octets that it names, if it names any. */
    private record Said(FetchItem item, Optional<Octets> octets) {}

    Told write(int number, Loaded message) throws IOException {
        looked.clear();
        var said = new ArrayList<Said>(items.size());
        try {
            if (needsEnvelope && message.record().isEmpty() || needsMeta && message.meta().isEmpty() || needsContent && message.content().isEmpty()) return Told.GONE;
            for (var item : items) said.add(readThrough(item, message));
        } catch (StoreException | IOException why) {
            unreadable.add("message " + number + " of mailbox " + mailbox.id(), why);
            return Told.UNREADABLE;
        }
        if (decodes && !items.stream().allMatch(item -> canDecode(item, message))) return Told.UNKNOWN_ENCODING;
        mailbox.fetchHead(number, message.entry().uid());
        for (int i = 0; i < said.size(); i++) {
            if (i > 0) out.raw(" ");
            item(said.get(i), message);
        }
        out.raw(")").crlf();
        hasTold = true;
        return Told.YES;
    }

    /** Whether more is asked than an entry has. */
    boolean needsMore() { return needsEnvelope || needsMeta || needsContent; }

    /** Whether messages themselves are told, or parts of them. */
    boolean needsContent() { return needsContent; }

    /** Whether nothing but flags is asked, so that {@link #write(int, long, int)} can tell. */
    boolean isOfFlags() { return items.contains(Plain.FLAGS) && FLAGS_ALONE.containsAll(items); }

    /** Of a message with no other flags than these: {@link FlagList#of}. */
    void write(int number, long uid, int flags) throws IOException {
        mailbox.fetchHead(number, uid);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) == Plain.UID) out.raw(i == 0 ? "UID " : " UID ").number(uid);
            else out.raw(i == 0 ? "FLAGS " : " FLAGS ").raw(FlagNames.words(flags, mailbox.isRecent(uid)));
        }
        out.raw(")").crlf();
        hasTold = true;
    }

    /** Of any message. */
    boolean hasTold() { return hasTold; }

    private void pass(Octets octets) throws IOException {
        if (passed.length == 0) passed = new byte[PASSED_OCTETS];
        for (long at = 0; at < octets.length(); ) {
            int n = octets.read(at, passed, 0, passed.length);
            if (n <= 0) throw new EOFException("ends at " + at + " of " + octets.length());
            at += n;
        }
    }

    private Said readThrough(FetchItem item, Loaded message) throws IOException {
        var octets = switch (item) {
            case Plain _ -> Optional.<Octets>empty();
            case FetchItem.Body body -> body(body, message);
            case FetchItem.Binary binary -> encoded(binary.part(), message);
            case FetchItem.BinarySize size -> encoded(size.part(), message);
        };
        if (octets.isPresent()) pass(octets.get());
        return new Said(item, octets);
    }

    private static Optional<Octets> body(FetchItem.Body item, Loaded message) throws IOException {
        var root = BodySections.needsStructure(item.section()) ? message.meta().orElseThrow().root() : null;
        return BodySections.octets(item.section(), message.content().orElseThrow(), root)
            .map(octets -> BodySections.cut(octets, item.partial()));
    }

    private static Optional<Octets> encoded(List<Integer> number, Loaded message) {
        var content = message.content().orElseThrow();
        if (number.isEmpty()) return Optional.of(content);
        return BinaryParts.part(message.meta().orElseThrow().root(), number).map(part -> part.body().of(content));
    }

    private static boolean canDecode(FetchItem item, Loaded message) {
        var number = switch (item) {
            case Plain _, FetchItem.Body _ -> null;
            case FetchItem.Binary binary -> binary.part();
            case FetchItem.BinarySize size -> size.part();
        };
        return number == null
            || BinaryParts.part(message.meta().orElseThrow().root(), number).map(BinaryParts::canDecode).orElse(true);
    }

    private void item(Said said, Loaded message) throws IOException {
        switch (said.item) {
            case Plain plain -> plain(plain, message);
            case FetchItem.Body body -> body(body, said.octets);
            case FetchItem.Binary binary -> {
                out.raw("BINARY[").raw(BodySections.number(binary.part())).raw("]");
                if (binary.partial().isPresent()) out.raw("<").number(binary.partial().get().first()).raw(">");
                out.raw(" ");
                var root = message.meta().orElseThrow().root();
                BinaryParts.write(out, message.content().orElseThrow(), root, binary, look(binary.part(), message));
            }
            case FetchItem.BinarySize(var part) -> {
                long size = look(part, message).octets();
                out.raw("BINARY.SIZE[").raw(BodySections.number(part)).raw("] ").number(size);
            }
        }
    }

    /** A part is read to its end for that: once, though a command may ask for many pieces of it. */
    private BinaryParts.Decoded look(List<Integer> part, Loaded message) throws IOException {
        var known = looked.get(part);
        if (known != null) return known;
        var now = BinaryParts.look(message.content().orElseThrow(), message.meta().orElseThrow().root(), part);
        looked.put(part, now);
        return now;
    }

    private void plain(Plain item, Loaded message) throws IOException {
        var entry = message.entry();
        out.raw(item.label()).raw(" ");
        switch (item) {
            case FLAGS -> out.words(mailbox.flags(entry));
            case UID -> out.number(entry.uid());
            case INTERNALDATE -> out.raw("\"").raw(ImapDate.format(entry.receivedAt())).raw("\"");
            case RFC822_SIZE -> out.number(entry.size());
            case ENVELOPE -> envelopes.write(message.record().orElseThrow());
            case BODY -> new StructureWriter(out, false).write(message.meta().orElseThrow().root());
            case BODYSTRUCTURE -> new StructureWriter(out, true).write(message.meta().orElseThrow().root());
            case MODSEQ -> out.raw("(").number(entry.modSeq()).raw(")");
            case EMAILID -> out.raw("(").raw(entry.email().toString()).raw(")");
            // RFC 8514 section 4.2
            case SAVEDATE -> out.raw(message.entry().savedAt().map(at -> '"' + ImapDate.format(at) + '"').orElse("NIL"));
            case PREVIEW -> out.text(message.meta().orElseThrow().preview());
            case THREADID -> out.raw(message.thread().map(ThreadId::toString).map(id -> "(" + id + ")").orElse("NIL"));
        }
    }

    private void body(FetchItem.Body item, Optional<Octets> octets) throws IOException {
        out.raw(item.label());
        if (item.partial().isPresent()) out.raw("<").number(item.partial().get().first()).raw(">");
        out.raw(" ");
        if (octets.isEmpty()) out.nil();
        else out.literal(octets.get());
    }
}
