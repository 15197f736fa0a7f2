package sigillo.imapd;

import sigillo.account.Account;
import sigillo.directory.User;
import sigillo.imap.ImapWriter;

/** Somebody who has signed in. */
record Client(User user, Account account, Features features, ImapWriter out, ImapDoor door) {}
