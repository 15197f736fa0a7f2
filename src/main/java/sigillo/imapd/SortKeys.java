package sigillo.imapd;

import java.io.IOException;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import sigillo.account.Entry;
import sigillo.account.MetaScan;
import sigillo.imap.SortKey;
import sigillo.message.AddressGroup;
import sigillo.message.AddressList;
import sigillo.message.Collation;
import sigillo.message.MessageEnvelope;
import sigillo.message.MessageMeta;
import sigillo.message.NamedAddress;
import sigillo.message.Subjects;
import sigillo.search.Progress;
import sigillo.store.StoreException;

/** The keys by which messages are sorted, out of their entries and meta records: RFC 5256 section 3, RFC 5957 section 3. */
final class SortKeys implements Sorting.Keys {
    /** Of a text; what is the same so far is taken as the same. No subject or name of real mail needs as much. */
    private static final int KEY_OCTETS_MAX = 256;

    private final SelectedMailbox mailbox;
    private final MetaScan metas;
    private final SearchResult found;
    private final Progress progress;

    SortKeys(SelectedMailbox mailbox, MetaScan metas, SearchResult found, Progress progress) {
        this.mailbox = mailbox;
        this.metas = metas;
        this.found = found;
        this.progress = progress;
    }

    /** What is done with each message. */
    interface Visitor {
        void visit(int place, Entry entry) throws IOException;
    }

    @Override public void read(SortKey.Field field, int offset, BitSet wanted, Sorting.Chunk out) throws IOException {
        if (field == SortKey.Field.RELEVANCY) { // RFC 6203 section 5: all are as near
            wanted.stream().forEach(place -> out.at(place, 0, 0));
            return;
        }
        wanted.stream().forEach(place -> out.at(place, 0, 0)); // those that went meanwhile
        each(wanted, (place, entry) -> {
            switch (field) {
                case ARRIVAL -> out.at(place, entry.receivedAt().toEpochMilli() ^ Long.MIN_VALUE, 0);
                case SIZE -> out.at(place, entry.size(), 0);
                case DATE -> out.at(place, sentAt(entry).toEpochMilli() ^ Long.MIN_VALUE, 0);
                default -> text(place, Collation.key(text(field, entry), KEY_OCTETS_MAX), offset, out);
            }
        });
    }

    /** Visits the messages at these places, in the order of their numbers. */
    void each(BitSet places, Visitor visitor) throws IOException {
        var batch = new int[Fetch.PIECE];
        int count = 0;
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            batch[count++] = place;
            if (count == batch.length) {
                visit(batch, count, visitor);
                count = 0;
            }
        }
        visit(batch, count, visitor);
    }

    private void visit(int[] places, int count, Visitor visitor) throws IOException {
        if (count == 0) return;
        var uids = new int[count];
        for (int i = 0; i < count; i++) uids[i] = (int) mailbox.view().uid(found.number(places[i]));
        int at = 0;
        for (var entry : mailbox.entries(Selection.ofUids(mailbox.view(), uids))) {
            progress.step();
            while ((uids[at] & 0xFFFF_FFFFL) != entry.uid()) at++;
            visitor.visit(places[at], entry);
        }
    }

    private static void text(int place, byte[] key, int offset, Sorting.Chunk out) {
        long chunk = 0;
        for (int i = offset; i < offset + Long.BYTES; i++) chunk = chunk << 8 | (i < key.length ? key[i] & 0xFF : 0);
        int hash = 0;
        for (int i = offset + Long.BYTES; i < key.length; i++) hash = 31 * hash + key[i];
        boolean ends = key.length <= offset + Long.BYTES;
        out.at(place, chunk, ends ? 0 : hash == 0 ? 1 : hash);
    }

    /** RFC 5256 section 2.2: the day and time of the Date field in UTC; of a message without one, when it came in. */
    Instant sentAt(Entry entry) {
        return meta(entry).flatMap(meta -> meta.envelope().date()).map(date -> date.toInstant()).orElse(entry.receivedAt());
    }

    String subject(Entry entry) { return meta(entry).flatMap(meta -> meta.envelope().subject()).orElse(""); }

    /** What is damaged or locked has an empty key: its place says nothing of it, and whoever fetches it hears why. */
    private Optional<MessageMeta> meta(Entry entry) {
        try {
            return metas.meta(entry.email());
        } catch (StoreException unreadable) {
            return Optional.empty();
        }
    }

    private String text(SortKey.Field field, Entry entry) {
        var envelope = meta(entry).map(MessageMeta::envelope).orElse(MessageEnvelope.EMPTY);
        return switch (field) {
            case SUBJECT -> Subjects.strict(envelope.subject().orElse(""));
            case FROM -> mailboxOf(envelope.from());
            case TO -> mailboxOf(envelope.to());
            case CC -> mailboxOf(envelope.cc());
            case DISPLAYFROM -> display(envelope.from());
            case DISPLAYTO -> display(envelope.to());
            default -> throw new IllegalArgumentException(field + " is no text");
        };
    }

    /** Of the first address; of a group its name, as ENVELOPE has it: RFC 5256 section 3. */
    private static String mailboxOf(AddressList list) {
        if (list.isEmpty()) return "";
        return switch (list.entries().getFirst()) {
            case NamedAddress one -> one.localPart();
            case AddressGroup group -> group.name();
        };
    }

    /** RFC 5957 section 3: the name; where there is none, the address. */
    private static String display(AddressList list) {
        if (list.isEmpty()) return "";
        return switch (list.entries().getFirst()) {
            case NamedAddress one when !one.name().isEmpty() -> one.name();
            case NamedAddress one -> one.domain().isEmpty() ? one.localPart() : one.addrSpec();
            case AddressGroup group -> group.name();
        };
    }
}
