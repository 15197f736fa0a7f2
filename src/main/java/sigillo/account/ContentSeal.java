package sigillo.account;

import sigillo.base.Bytes;
import sigillo.base.Octets;

/**
 * The one door through which content (a message and all that derives from it) goes to the store and comes back. Whoever
 * adds a place where content is kept adds a {@link Kind}. Today it lets everything through as it is; sealing changes
 * this one place.
 */
public interface ContentSeal {

    /** What a record holds; part of its sealing label. */
    enum Kind { META, MAILBOX_NAME }

    Octets sealMessage(AccountId account, Bytes blob, Octets clear);

    Octets openMessage(AccountId account, Bytes blob, Octets stored);

    byte[] seal(AccountId account, Kind kind, long id, byte[] clear);

    byte[] open(AccountId account, Kind kind, long id, byte[] stored);

    /** Nothing is sealed. */
    ContentSeal NONE = new ContentSeal() {
        @Override public Octets sealMessage(AccountId account, Bytes blob, Octets clear) { return clear; }

        @Override public Octets openMessage(AccountId account, Bytes blob, Octets stored) { return stored; }

        @Override public byte[] seal(AccountId account, Kind kind, long id, byte[] clear) { return clear; }

        @Override public byte[] open(AccountId account, Kind kind, long id, byte[] stored) { return stored; }
    };
}
