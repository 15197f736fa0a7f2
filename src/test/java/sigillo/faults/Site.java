package sigillo.faults;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sigillo.peers.ImapProbe;
import sigillo.peers.SmtpProbe;

/** A server under test with its doors, for people who live there. Accounts have no domain here. */
interface Site {
    /** The mailboxes with which the load plays, beside INBOX. */
    List<String> MAILBOXES = List.of("alpha", "beta");
    List<String> ACCOUNTS = List.of("anna", "bob");

    /** Instead of a sum. */
    String NOT_TOLD = "";

    /** Which life of the server this is: each start begins one. */
    int life();

    /** Whether the doors of this life are shut for ever. */
    boolean isDead();

    String address(String account);

    /** Somebody elsewhere, who is there or is not. */
    String outside(boolean isThere);

    /** Whether mail to who is not there comes back. */
    default boolean othersRefuse() { return true; }

    /** Greeted, at the door for strangers. */
    SmtpProbe mx() throws IOException;

    /** Signed in as anna. */
    SmtpProbe submission() throws IOException;

    ImapProbe imap(String account) throws IOException;

    /**
     * What can be had back: sums by Message-ID, of each as often as it is there; {@link #NOT_TOLD} where they are
     * not.
     */
    Map<String, List<String>> expunged(String account);

    /** Whether the load may have messages back: {@link #undelete} is quick. */
    boolean undeletes();

    /** Brings one back; true when the server says so. */
    boolean undelete(String account, String id, String mailbox);

    /** What the server does beside serving, now: old logs, blobs of nobody, keys of what has left. */
    void tidy();

    /** What a recount finds to be wrong. */
    List<String> verify(String account);

    /** Waits until nothing is left in the queue that can leave; what stays for ever, in words. */
    List<String> rest();
}
