package sigillo.account;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sigillo.base.Bytes;
import sigillo.message.Message;
import sigillo.message.Needle;
import sigillo.message.SearchText;
import sigillo.store.Batch;
import sigillo.store.StoreException;

/**
 * Looks for texts in the Emails of an account by their text records, of those which their sketches do not rule out; quick when it is asked in the order of their ids
 * ({@link RecordScan}). An Email of before there were records is read itself, and gets one. One thread; whoever searches
 * for others bounds how many of these there are. Closing it keeps the records that were made.
 */
public final class TextScan implements AutoCloseable {
    /** Records that are kept in one commit. */
    private static final int MADE_MAX = 100;
    private static final int MADE_OCTETS_MAX = 1 << 20;
    /** Who searches for others bounds how many do at once. */
    private static final int AHEAD_OCTETS_MAX = 768 << 10;

    private final Context context;
    private final Reading reading;
    private final RecordScan records;
    private final SketchScan sketches;
    private final Map<EmailId, Made> made = new TreeMap<>();
    private int madeOctets;
    private EmailId last;
    private Optional<SearchText> lastText = Optional.empty();

    /** {@code blob}: of the message that was read, whatever its row says when the text is kept. */
    private record Made(Bytes blob, byte[] text, byte[] sketch) {}

    TextScan(Context context, Reading reading) {
        this.context = context;
        this.reading = reading;
        this.records = new RecordScan(context, ContentSeal.Kind.TEXT, AHEAD_OCTETS_MAX);
        this.sketches = new SketchScan(context);
    }

    /**
     * Whether the needle is there; false when the Email is gone. Throws {@link StoreException} when it cannot be read, and
     * {@link Locked} when it does not open now.
     */
    public boolean finds(EmailId id, Needle needle, SearchText.Where where) {
        if (sketches.ruleOut(id, needle)) return false;
        var text = text(id);
        if (text.isEmpty()) return false;
        return text.get().isWhole() ? text.get().has(needle, where) : findsInMessage(id, needle, where);
    }

    /** The same Email may be asked for several texts. */
    private Optional<SearchText> text(EmailId id) {
        if (id.equals(last)) return lastText;
        last = null; // what was opened for it gives way, whatever becomes of this one
        var kept = records.get(id).flatMap(SearchText::decode);
        lastText = kept.isPresent() ? kept : make(id);
        last = id;
        return lastText;
    }

    private boolean findsInMessage(EmailId id, Needle needle, SearchText.Where where) {
        var meta = reading.meta(id);
        var content = reading.content(id);
        if (meta.isEmpty() || content.isEmpty()) return false;
        try {
            return SearchText.isIn(content.get(), meta.get().root(), needle, where);
        } catch (IOException e) {
            throw new StoreException("a message cannot be read", e);
        }
    }

    // ---- records of before ----

    private Optional<SearchText> make(EmailId id) {
        var message = reading.message(id);
        if (message.isEmpty()) return Optional.empty();
        try {
            var text = Content.text(Message.parse(message.get().content()));
            var record = text.encode();
            var sketch = text.sketch();
            made.put(id, new Made(message.get().blob(), record, sketch));
            madeOctets += record.length + sketch.length;
            if (made.size() >= MADE_MAX || madeOctets >= MADE_OCTETS_MAX) keep();
            return Optional.of(text);
        } catch (IOException e) {
            throw new StoreException("a message cannot be read", e);
        }
    }

    /**
     * Of those Emails that are still there, each with the message that was read: a record vouches for its message, so that
     * one whose row names another by now, which nothing of ours makes it do, gets none.
     */
    private void keep() {
        if (made.isEmpty()) return;
        context.seal().prepare(context.id());
        context.transactions().write(Batch.Lane.BULK, tx -> {
            made.forEach((id, read) -> {
                var email = tx.get(Keys.email(id)).map(EmailRow::decode);
                if (email.filter(row -> row.blob().equals(read.blob)).isEmpty()) return;
                tx.put(Keys.text(id), sealed(ContentSeal.Kind.TEXT, id, Origin.with(read.blob, read.text)));
                if (read.sketch.length == 0) tx.delete(Keys.sketch(id));
                else tx.put(Keys.sketch(id), sealed(ContentSeal.Kind.SKETCH, id, Origin.with(read.blob, read.sketch)));
            });
            return null;
        });
        made.clear();
        madeOctets = 0;
    }

    private byte[] sealed(ContentSeal.Kind kind, EmailId id, byte[] record) { return context.seal().seal(context.id(), kind, id.value(), record); }

    @Override public void close() {
        records.close();
        sketches.close();
        keep();
    }
}
