package sigillo.imapd;

import java.time.InstantSource;
import sigillo.account.Account;
import sigillo.directory.User;
import sigillo.imap.ImapWriter;
import sigillo.keyring.Unlocked;

/** Somebody who has signed in. {@code unlocked}: what is his is open until his session ends. */
record Client(User user, Unlocked unlocked, Account account, Features features, ImapWriter out, News news, ImapDoor door,
              Peer peer, InstantSource clock, Bell bell) {}
