package sigillo.account;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.MessageMeta;
import sigillo.store.BlobStore;
import sigillo.store.StoreException;

/** Reads what is committed, without waiting for any commit. */
final class Reading {
    /** An Email that is being moved has its rows read again; nobody moves one mail so often meanwhile. */
    private static final int ATTEMPTS_MAX = 10;

    private final Context context;

    Reading(Context context) { this.context = context; }

    static Entry entry(Context context, long uid, EntryRow row) {
        return new Entry(uid, row.email(), row.thread(), row.modSeq(), row.deleted(),
            context.names().names(row.marks(), context.committed()), row.size(), row.receivedAt(), row.savedAt());
    }

    void entries(MailboxId mailbox, UidSet uids, Predicate<Entry> visitor) {
        Entries.each(context.committed(), mailbox, uids,
            found -> visitor.test(entry(context, found.uid(), found.row())));
    }

    Optional<Entry> entry(MailboxId mailbox, long uid) {
        if (uid < 1 || uid > UidSet.UID_MAX) return Optional.empty();
        return Entries.row(context.committed(), mailbox, uid).map(row -> entry(context, uid, row));
    }

    Optional<Email> email(EmailId id) {
        for (int attempt = 1; ; attempt++) {
            var row = row(id);
            if (row.isEmpty()) return Optional.empty();
            var email = email(context, id, row.get(), context.committed());
            if (email.memberships().size() == row.get().places().size() || attempt == ATTEMPTS_MAX) {
                return Optional.of(email);
            }
        }
    }

    Optional<ThreadId> thread(EmailId id) { return row(id).map(EmailRow::thread); }

    List<EmailId> emails(ThreadId thread) {
        var emails = new ArrayList<EmailId>();
        context.committed().each(Keys.facts(thread), (key, _) -> emails.add(new EmailId(Keys.second(key))));
        return emails;
    }

    /** At most {@link LinksRow#LINKS_MAX}; {@code own}: those that have it, else those that refer to it. */
    List<EmailId> named(String messageId, boolean own) {
        var row = context.committed().get(Keys.links(context.hashes().lookup(Hashes.Kind.MESSAGE_ID, messageId)));
        return row.map(LinksRow::decode).orElse(LinksRow.NONE).links().stream().filter(link -> link.own() == own)
            .map(LinksRow.Link::email).toList();
    }

    /** Without the memberships that {@code reads} no longer finds. */
    static Email email(Context context, EmailId id, EmailRow row, Reads reads) {
        var memberships = new ArrayList<Email.Membership>();
        var marks = Marks.NONE;
        long modSeq = row.placesChangedAt();
        for (var place : row.places()) {
            var entry = Entries.row(reads, place.mailbox(), place.uid());
            if (entry.isEmpty()) continue;
            marks = entry.get().marks();
            modSeq = Math.max(modSeq, entry.get().modSeq());
            memberships.add(new Email.Membership(place.mailbox(), place.uid(), entry.get().modSeq(),
                entry.get().deleted()));
        }
        return new Email(id, row.thread(), row.size(), row.receivedAt(),
            context.names().names(marks, context.committed()), memberships, row.createdAt(), modSeq);
    }

    Optional<Octets> content(EmailId id) { return message(id).map(OfBlob::content); }

    /** A message, and the blob that it is. */
    record OfBlob(Bytes blob, Octets content) {}

    Optional<OfBlob> message(EmailId id) {
        var row = row(id);
        if (row.isEmpty()) return Optional.empty();
        try {
            var blob = row.get().blob();
            var why = whyNotOf(id, blob);
            if (why.isPresent() && row(id).isEmpty()) return Optional.empty(); // it went while we looked
            if (why.isPresent()) throw misplaced(why.get());
            var content = context.seal().openMessage(context.id(), blob, context.blobs().get(blob));
            return Optional.of(new OfBlob(blob, content));
        } catch (BlobStore.MissingBlob missing) {
            if (row(id).isEmpty()) return Optional.empty(); // it went while we looked
            throw missing;
        }
    }

    /**
     * Why the message is not that of the Email; empty when one of its records vouches for it. Throws {@link StoreException}
     * when none of them can be read; one that is damaged hides no message that the other vouches for.
     */
    private Optional<String> whyNotOf(EmailId id, Bytes blob) {
        Optional<StoreException> damaged = Optional.empty();
        for (var kind : List.of(ContentSeal.Kind.META, ContentSeal.Kind.TEXT)) {
            try {
                var record = record(kind, id);
                if (record.isEmpty()) continue;
                boolean isOf = Origin.isOf(record.get(), blob).orElse(true);
                return isOf ? Optional.empty() : Optional.of("the message of Email " + id + " is another's");
            } catch (StoreException unreadable) {
                damaged = Optional.of(unreadable);
            }
        }
        if (damaged.isPresent()) throw damaged.get();
        return Optional.of("the records of Email " + id + " were taken away");
    }

    private StoreException misplaced(String why) {
        context.seal().changed(context.id(), why);
        return new StoreException(why, null);
    }

    private Optional<Glance> record(ContentSeal.Kind kind, EmailId id) {
        return context.committed().get(Keys.record(kind, id.value()))
            .map(row -> Glance.of(context.seal().open(context.id(), kind, id.value(), row)));
    }

    Optional<MessageMeta> meta(EmailId id) {
        return meta(id, record(ContentSeal.Kind.META, id).map(Origin::without).map(Glance::toArray));
    }

    /** Parsed again when another version of the program wrote the record. */
    Optional<MessageMeta> meta(EmailId id, Optional<byte[]> record) {
        var kept = record.flatMap(MessageMeta::decode);
        return kept.isPresent() ? kept : content(id).map(Reading::parsed);
    }

    private static MessageMeta parsed(Octets content) {
        try {
            return MessageMeta.of(Message.parse(content));
        } catch (IOException e) {
            throw new StoreException("a message cannot be read", e);
        }
    }

    boolean takesNewKeywords() { return countKeywords() < AccountLimits.KEYWORDS_OF_ACCOUNT_MAX; }

    /** Of the account, beside IMAP's own. */
    private long countKeywords() {
        return context.committed().get(Keys.ACCOUNT).map(AccountRow::decode).map(row -> row.keywords).orElse(0L);
    }

    Set<Keyword> keywords(MailboxId mailbox) {
        if (countKeywords() == 0) return Set.copyOf(Marks.SYSTEM); // a range costs more to begin than a row to read
        var keywords = new HashSet<>(Marks.SYSTEM);
        context.committed().each(Keys.uses(mailbox), (key, _) -> {
            context.names().name((int) Keys.last4(key), context.committed()).ifPresent(keywords::add);
            return true;
        });
        return Set.copyOf(keywords);
    }

    private Optional<EmailRow> row(EmailId id) { return context.committed().get(Keys.email(id)).map(EmailRow::decode); }
}
