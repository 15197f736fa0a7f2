package sigillo.account;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** The account's next ids and totals. Changed only by the {@link Ledger} of a work. */
final class AccountRow {
    private static final int VERSION = 1;

    /** Of mailboxes, Emails and threads. */
    long nextId = 1;
    /** Greater than each UIDVALIDITY that was ever given out. */
    long nextUidValidity = 1;
    long nextLogSequence = 1;
    int nextKeyword = 1;
    long mailboxes;
    long keywords;
    long emails;
    /** Of messages, each once. */
    long octets;
    /** True while the account is being removed: it no longer exists for anybody else. */
    boolean removed;

    byte[] encode() {
        return new RowOut(VERSION).number(nextId).number(nextUidValidity).number(nextLogSequence).number(nextKeyword)
            .number(mailboxes).number(keywords).number(emails).number(octets).octet(removed ? 1 : 0).done();
    }

    static AccountRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var account = new AccountRow();
        account.nextId = in.number();
        account.nextUidValidity = in.number();
        account.nextLogSequence = in.number();
        account.nextKeyword = (int) in.number();
        account.mailboxes = in.number();
        account.keywords = in.number();
        account.emails = in.number();
        account.octets = in.number();
        account.removed = in.octet() != 0;
        return account;
    }
}
