package sigillo.imapd;

import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.Entry;
import sigillo.account.MetaScan;
import sigillo.account.ThreadId;
import sigillo.base.Octets;
import sigillo.message.MessageMeta;
import sigillo.message.MetaRecord;

/** A message of which more than its entry may be asked; read when it is, once. All is empty when it went meanwhile. */
final class Loaded {
    private final Account account;
    private final MetaScan metas;
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

    Optional<MessageMeta> meta() {
        if (meta == null) meta = record().flatMap(known -> metas.meta(entry.email(), known));
        return meta;
    }

    Optional<Octets> content() {
        if (content == null) content = metas.content(entry.email());
        return content;
    }

    Optional<ThreadId> thread() { return account.email(entry.email()).map(sigillo.account.Email::thread); }
}
