package sigillo.imapd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import sigillo.account.Entry;
import sigillo.account.MetaScan;
import sigillo.message.Collation;
import sigillo.message.HeaderScan;
import sigillo.message.MessageIds;
import sigillo.message.Subjects;
import sigillo.search.Progress;
import sigillo.store.StoreException;

/** THREAD=REFERENCES: RFC 5256 section 3. What is read of each message is a few numbers; {@link Containers} puts them together. */
final class References {
    /** Of one message, the last ones: RFC 5322 section 3.6.4 has the nearest at the end. */
    private static final int REFERENCES_MAX = 50;
    private static final int FIELD_OCTETS_MAX = 64 << 10;
    private static final int SUBJECT_OCTETS_MAX = 256;

    private final SelectedMailbox mailbox;
    private final MetaScan metas;
    private final SearchResult found;
    private final Progress progress;
    private final SortKeys keys;

    References(SelectedMailbox mailbox, MetaScan metas, SearchResult found, Progress progress) {
        this.mailbox = mailbox;
        this.metas = metas;
        this.found = found;
        this.progress = progress;
        this.keys = new SortKeys(mailbox, metas, found, progress);
    }

    Forest forest() throws IOException {
        int max = mailbox.client().door().limits().threadedMax();
        if (found.count() > max) throw new TooMany(found.count());
        var containers = new Containers(found.count());
        var all = new BitSet();
        all.set(0, found.count());
        keys.each(all, (place, entry) -> add(place, entry, containers));
        return containers.forest(progress);
    }

    private void add(int place, Entry entry, Containers containers) throws IOException {
        var subject = keys.subject(entry);
        var base = Subjects.strict(subject);
        long subjectHash = base.isEmpty() ? 0 : hash(new String(Collation.key(base, SUBJECT_OCTETS_MAX), StandardCharsets.ISO_8859_1));
        containers.describe(place, keys.sentAt(entry).toEpochMilli(), subjectHash, Subjects.isStrictReply(subject));
        try {
            var meta = metas.meta(entry.email());
            if (meta.isEmpty()) return;
            var references = references(entry, meta.get().root().header().end());
            // RFC 5256 section 3: without References, the first that In-Reply-To names
            if (references.isEmpty()) references = meta.get().envelope().inReplyTo().stream().limit(1).toList();
            long own = meta.get().envelope().messageId().map(References::hash).orElse(0L);
            containers.add(place, own, references.stream().mapToLong(References::hash).toArray());
        } catch (StoreException unreadable) { // it stands alone; whoever fetches it hears why
            containers.add(place, 0, new long[0]);
        }
    }

    private List<String> references(Entry entry, long headerEnd) throws IOException {
        var content = mailbox.account().content(entry.email());
        if (content.isEmpty()) return List.of();
        var header = content.get().slice(0, headerEnd);
        var field = new String[] {""};
        HeaderScan.fields(header, (name, start, end) -> {
            if (!name.equals("references")) return true;
            var octets = header.bytes(start, Math.min(end, start + FIELD_OCTETS_MAX), FIELD_OCTETS_MAX);
            field[0] = new String(octets, StandardCharsets.ISO_8859_1);
            return false;
        });
        var ids = MessageIds.parse(field[0].substring(field[0].indexOf(':') + 1));
        return ids.subList(Math.max(0, ids.size() - REFERENCES_MAX), ids.size());
    }

    /** Never 0. Who could make two of one hash could write the same id as well. */
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        return hash == 0 ? 1 : hash;
    }
}
