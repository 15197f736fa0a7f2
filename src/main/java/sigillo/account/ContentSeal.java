package sigillo.account;

import java.util.Optional;
import java.util.OptionalLong;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.base.Octets;

/**
 * The one door through which content (a message and all that derives from it) goes to the store and comes back. Whoever
 * adds a place where content is kept adds a {@link Kind}. What cannot be opened is a
 * {@link sigillo.store.StoreException}, and {@link Locked} when only its owner is missing.
 */
public interface ContentSeal {

    /** What a record holds; part of its sealing label. */
    enum Kind { META, MAILBOX_NAME, TEXT, ANNOTATION, SKETCH, FIELDS, LEDGER, CLIENT_TEXT }

    /** Makes what an account that is about to be made needs; it may be there already. Durable. */
    default void create(AccountId account) {}

    /**
     * Makes ready for {@link #seal} in a commit that follows, where nothing may wait for the store. Before a message is
     * kept, {@link #sealMessage} does as much.
     */
    default void prepare(AccountId account) {}

    /** Makes all that was sealed for the account unreadable, for ever. Durable. */
    default void destroy(AccountId account) {}

    /**
     * The message as it is kept under {@code blob}; sealed while it is read, each time the same. May write keys first,
     * which are durable when this returns.
     */
    Octets sealMessage(AccountId account, Bytes blob, Octets clear);

    /**
     * The message that {@link #sealMessage} gave, opened while it is read: what was changed behind its first octets is
     * found by the read that comes to it, which throws {@link sigillo.store.StoreException}. May read keys.
     */
    Octets openMessage(AccountId account, Bytes blob, Octets stored);

    /**
     * How long the message is that is kept so; without opening it. Throws {@link sigillo.store.StoreException} for what
     * {@link #sealMessage} cannot have given.
     */
    long messageLength(AccountId account, Octets stored);

    /** How long a message of so many octets is as {@link #sealMessage} gives it; empty where it may have been kept otherwise. */
    default OptionalLong storedLength(AccountId account, long length) { return OptionalLong.empty(); }

    /** Only computes: to be called within a commit. */
    byte[] seal(AccountId account, Kind kind, long id, byte[] clear);

    /** Under which key this lies that {@link #seal} gave; later ones have greater numbers. Empty for what lies in clear. */
    default OptionalLong key(AccountId account, Glance stored) { return OptionalLong.of(0); }

    /**
     * As {@link #seal}, under the key of that number, under which what it was made of is read already; empty while that is kept for
     * arrivals, since it is in memory then without the owner. May read keys: not within a commit.
     */
    default Optional<byte[]> sealUnder(AccountId account, long key, Kind kind, long id, byte[] clear) {
        return Optional.of(seal(account, kind, id, clear));
    }

    /** What {@link #seal} gave under the same account, kind and id. May read keys. */
    byte[] open(AccountId account, Kind kind, long id, byte[] stored);

    /** Somebody has put what opens in the place of something else: that is told to who looks after the server. */
    default void changed(AccountId account, String sentence) {}

    /** For who opens many records one after the other; to be closed. May read keys. */
    default Opener opener(AccountId account) {
        return (kind, id, stored) -> Glance.of(open(account, kind, id, stored.toArray()));
    }

    /** One thread. */
    interface Opener extends AutoCloseable {
        /** As {@link ContentSeal#open}; what it gives is there until the next is opened. */
        Glance open(Kind kind, long id, Glance stored);

        /** What was opened last is wiped. */
        @Override default void close() {}
    }

    /** Nothing is sealed. */
    ContentSeal NONE = new ContentSeal() {
        @Override public Octets sealMessage(AccountId account, Bytes blob, Octets clear) { return clear; }

        @Override public Octets openMessage(AccountId account, Bytes blob, Octets stored) { return stored; }

        @Override public long messageLength(AccountId account, Octets stored) { return stored.length(); }

        @Override public OptionalLong storedLength(AccountId account, long length) { return OptionalLong.of(length); }

        @Override public byte[] seal(AccountId account, Kind kind, long id, byte[] clear) { return clear; }

        @Override public byte[] open(AccountId account, Kind kind, long id, byte[] stored) { return stored; }
    };
}
