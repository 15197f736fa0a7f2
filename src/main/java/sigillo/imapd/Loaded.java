package sigillo.imapd;

import java.io.IOException;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.Entry;
import sigillo.account.MetaScan;
import sigillo.account.ThreadId;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.message.MessageMeta;
import sigillo.message.MetaRecord.Field;
import sigillo.message.MetaRecord;
import sigillo.store.StoreException;

/** A message of which more than its entry may be asked; read when it is, once. All is empty when it went meanwhile. */
final class Loaded {
    /** Of a message that is read from its beginning: a piece that is sealed as one. */
    private static final int OPENED_OCTETS_MAX = 64 << 10;

    private final Account account;
    private MetaScan metas;
    private final Entry entry;
    private Optional<MetaRecord> record;
    private Optional<MessageMeta> meta;
    private Optional<Octets> content;

    /** {@code metas}: of the same command's messages. */
    Loaded(Account account, MetaScan metas, Entry entry) {
        this.account = account;
        this.metas = metas;
        this.entry = entry;
    }

    Entry entry() { return entry; }

    /** What {@link #meta} is decoded from: enough for who asks for the envelope. */
    Optional<MetaRecord> record() {
        if (record == null) record = metas.record(entry.email());
        return record;
    }

    /** One field of the envelope, as the message has it; there until another message is asked for one. */
    Optional<Glance> field(Field field) {
        return record == null ? metas.field(entry.email(), field) : record.flatMap(known -> known.octets(field));
    }

    Optional<MessageMeta> meta() {
        if (meta == null) meta = record().flatMap(known -> metas.meta(entry.email(), known));
        return meta;
    }

    Optional<Octets> content() {
        if (content == null) content = metas.content(entry.email());
        return content;
    }

    /**
     * Reads what will be asked for, with its first octets; what cannot be read now is left to who asks. Returns how many octets that
     * holds.
     */
    long readAhead(boolean withContent) {
        try {
            long octets = record().map(MetaRecord::length).orElse(0);
            return withContent && record.isPresent() ? octets + open() : octets;
        } catch (StoreException | IOException later) {
            record = null;
            content = null;
            return 0;
        }
    }

    private long open() throws IOException {
        if (content().isEmpty()) return 0;
        content.get().read(0, new byte[1], 0, 1);
        return Math.min(entry.size(), OPENED_OCTETS_MAX);
    }

    /** From now on what is missing is read by these. */
    Loaded by(MetaScan others) {
        metas = others;
        return this;
    }

    Optional<ThreadId> thread() { return account.email(entry.email()).map(sigillo.account.Email::thread); }
}
