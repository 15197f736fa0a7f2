package sigillo.account;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sigillo.base.Bytes;

/**
 * The layout of an account's partition; nothing else knows it. A key is a letter and then numbers, the highest octet
 * first; the digit says how many octets. Each row has a bounded size, whatever the account holds.
 *
 * <pre>
 * key                      row            what
 * a                        AccountRow     next ids, totals
 * b mailbox8 n             Tally          UIDNEXT, MODSEQ, counters, what is \Recent: changes with every message
 * b mailbox8 p             MailboxRow     parent, name (sealed), role, UIDVALIDITY: seldom changes
 * c email8                 -              the meta record (sealed): written once
 * C sheet8                 -              fields of Emails, of 256 ids side by side (sealed); may be gone at any time
 * d hash16                 -              when mail with this delivery key came
 * e email8                 EmailRow       thread, blob, size, date, where it is
 * f                        -              the floor of the change log: a revision
 * g expunged8 email8       ExpungedRow    an Email that was expunged and can be had back: when, in milliseconds
 * h                        ExpungedTally  how much that is
 * i mailbox8 hash16        AnnotationRow  what a client has noted of a mailbox, 0 for the account: name and value (sealed)
 * j                        Annotations    how many there are, and how large
 * k keyword4               KeywordRow     a keyword's name, and how many memberships have it
 * l revision8 sequence8    LogRow         what a work touched
 * m hash16                 LinksRow       Emails that have, or refer to, a Message-ID
 * n parent8 hash16         -              the mailbox of this name; parent 0 is the top
 * o hash16 number8         -              what work beside the account remembers of a subject; see Notes
 * p mailbox8 number4       PackedUids     which UIDs a large mailbox had at some revision; may be gone at any time
 * q                        QuotaRow       an account that is near its limit
 * r role1                  -              the mailbox of this role
 * R                        -              how many client text records there are
 * R email8                 -              a client text record (sealed): what a browser of the owner, and nobody else, reads of an Email that came at level L2; until it has it
 * s hash16                 GoneRow        a mailbox that is gone is subscribed: its path (sealed)
 * t thread8 email8         FactsRow       what threading must know of an Email; the Emails of a thread
 * u mailbox8 uid4          EntryRow       a membership with what IMAP asks for most
 * v mailbox8 keyword4      -              how many memberships of the mailbox have the keyword
 * w mailbox8 thread8       -              how many of the thread's memberships are in the mailbox, and unseen
 * x email8                 -              the text record (sealed): what a search may find; a mail of before has none
 * X email8                 -              what a text record may hold (sealed); a short text, and a mail of before, has none
 * y email8                 PopRow         what POP tells otherwise of it; only where an entry says that there is one
 * </pre>
 *
 * Ids of mailboxes, Emails and threads come from one counter, numbers of keywords from another; none is used twice.
 */
final class Keys {
    private Keys() {}

    static final Bytes ACCOUNT = Bytes.utf8("a");
    static final Bytes FLOOR = Bytes.utf8("f");
    static final Bytes MAILBOXES = Bytes.utf8("b");
    static final Bytes DELIVERIES = Bytes.utf8("d");
    static final Bytes EMAILS = Bytes.utf8("e");
    static final Bytes EXPUNGED = Bytes.utf8("g");
    static final Bytes EXPUNGED_TALLY = Bytes.utf8("h");
    static final Bytes ANNOTATION_TALLY = Bytes.utf8("j");
    static final Bytes KEYWORDS = Bytes.utf8("k");
    static final Bytes LOG = Bytes.utf8("l");
    static final Bytes LINKS = Bytes.utf8("m");
    static final Bytes GONE_SUBSCRIPTIONS = Bytes.utf8("s");
    static final Bytes QUOTA = Bytes.utf8("q");
    static final Bytes METAS = Bytes.utf8("c");
    static final Bytes FIELDS = Bytes.utf8("C");
    static final Bytes TEXTS = Bytes.utf8("x");
    static final Bytes SKETCHES = Bytes.utf8("X");
    static final Bytes CLIENT_TEXTS = Bytes.utf8("R");
    static final Bytes CLIENT_TEXT_COUNT = CLIENT_TEXTS;
    static final Bytes POPS = Bytes.utf8("y");
    /** {@code [FIRST, END)} is everything. */
    static final Bytes FIRST = Bytes.EMPTY;
    static final Bytes END = Bytes.utf8("z");

    static Bytes tally(MailboxId mailbox) {
        return Bytes.wrap(start('b', 10).putLong(mailbox.value()).put((byte) 'n').array());
    }

    static Bytes mailbox(MailboxId mailbox) {
        return Bytes.wrap(start('b', 10).putLong(mailbox.value()).put((byte) 'p').array());
    }

    static Bytes meta(EmailId email) { return of('c', email.value()); }

    static Bytes delivery(Bytes hash) { return of('d', hash); }

    static Bytes email(EmailId email) { return of('e', email.value()); }

    static Bytes expunged(long at, EmailId email) { return of('g', at, email.value()); }

    static Bytes expunged(Expunged one) { return expunged(one.expungedAt().toEpochMilli(), one.id()); }

    /** {@code mailbox}: 0 is the account. */
    static Bytes annotation(long mailbox, Bytes hash) {
        return Bytes.wrap(start('i', 9 + hash.length()).putLong(mailbox).put(hash.unsafeArray()).array());
    }

    static Bytes annotations(long mailbox) { return of('i', mailbox); }

    static Bytes keyword(int keyword) { return Bytes.wrap(start('k', 5).putInt(keyword).array()); }

    static Bytes log(long revision, long sequence) { return of('l', revision, sequence); }

    static Bytes links(Bytes hash) { return of('m', hash); }

    static Bytes name(long parent, Bytes hash) {
        return Bytes.wrap(start('n', 9 + hash.length()).putLong(parent).put(hash.unsafeArray()).array());
    }

    static Bytes names(long parent) { return of('n', parent); }

    static Bytes note(Bytes subject, long number) {
        return Bytes.wrap(start('o', 9 + subject.length()).put(subject.unsafeArray()).putLong(number).array());
    }

    static Bytes notes(Bytes subject) { return of('o', subject); }

    /** The number of a note's key. */
    static long noted(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()).getLong(key.length() - 8); }

    static Bytes goneSubscription(Bytes hash) { return of('s', hash); }

    static Bytes role(int role) { return Bytes.wrap(new byte[] {'r', (byte) role}); }

    static Bytes facts(ThreadId thread, EmailId email) { return of('t', thread.value(), email.value()); }

    static Bytes facts(ThreadId thread) { return of('t', thread.value()); }

    static Bytes entry(MailboxId mailbox, long uid) {
        return Bytes.wrap(start('u', 13).putLong(mailbox.value()).putInt((int) uid).array());
    }

    static Bytes entries(MailboxId mailbox) { return of('u', mailbox.value()); }

    static Bytes uses(MailboxId mailbox, int keyword) {
        return Bytes.wrap(start('v', 13).putLong(mailbox.value()).putInt(keyword).array());
    }

    static Bytes uses(MailboxId mailbox) { return of('v', mailbox.value()); }

    static Bytes text(EmailId email) { return of('x', email.value()); }

    static Bytes sketch(EmailId email) { return of('X', email.value()); }

    static Bytes clientText(EmailId email) { return of('R', email.value()); }

    /** {@code sheet}: {@link FieldScan#sheet}. */
    static Bytes fields(long sheet) { return of('C', sheet); }

    static Bytes packed(MailboxId mailbox, int number) { return Bytes.wrap(start('p', 13).putLong(mailbox.value()).putInt(number).array()); }

    static Bytes packed(MailboxId mailbox) { return of('p', mailbox.value()); }

    static Bytes pop(EmailId email) { return of('y', email.value()); }

    /** Of what an Email has one of each kind: {@link #meta}, {@link #text}, {@link #sketch}; and by the number of a sheet {@link #fields}. */
    static Bytes record(ContentSeal.Kind kind, long number) { return of((char) records(kind).at(0), number); }

    static Bytes records(ContentSeal.Kind kind) {
        return switch (kind) {
            case META -> METAS;
            case TEXT -> TEXTS;
            case SKETCH -> SKETCHES;
            case FIELDS -> FIELDS;
            case CLIENT_TEXT -> CLIENT_TEXTS;
            case MAILBOX_NAME, ANNOTATION, LEDGER -> throw new IllegalArgumentException("no Email has one");
        };
    }

    static Bytes threadIn(MailboxId mailbox, ThreadId thread) { return of('w', mailbox.value(), thread.value()); }

    // ---- reading keys ----

    static char kind(Bytes key) { return (char) key.at(0); }

    /** Where the first number stands. */
    static final int FIRST_NUMBER = 1;

    /** The first number: a mailbox, an Email, a thread, a revision, a parent or a time. */
    static long first(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()).getLong(FIRST_NUMBER); }

    /** The second number of eight octets: an Email, a thread or a sequence. */
    static long second(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()).getLong(9); }

    /** The four octets at the end: a UID or a keyword's number. */
    static long last4(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()).getInt(key.length() - 4) & 0xFFFF_FFFFL; }

    /** The Message-ID's hash of a key of links. */
    static Bytes linked(Bytes key) { return Bytes.wrap(Arrays.copyOfRange(key.unsafeArray(), 1, key.length())); }

    static boolean isFields(Bytes key) { return kind(key) == 'C'; }

    static boolean isTally(Bytes key) { return key.at(9) == 'n'; }

    /** The least key after {@code key}. */
    static Bytes after(Bytes key) {
        return Bytes.wrap(ByteBuffer.allocate(key.length() + 1).put(key.unsafeArray()).array());
    }

    private static Bytes of(char kind, long number) { return Bytes.wrap(start(kind, 9).putLong(number).array()); }

    private static Bytes of(char kind, long first, long second) {
        return Bytes.wrap(start(kind, 17).putLong(first).putLong(second).array());
    }

    private static Bytes of(char kind, Bytes hash) {
        return Bytes.wrap(start(kind, 1 + hash.length()).put(hash.unsafeArray()).array());
    }

    private static ByteBuffer start(char kind, int length) { return ByteBuffer.allocate(length).put((byte) kind); }
}
