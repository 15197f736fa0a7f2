package sigillo.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sigillo.peers.Program;

/** The inboxes of some users, each over a connection that stays, so that counting costs no sign-in. */
final class Inboxes implements AutoCloseable {
    /** As exact as the time is, of runs of some seconds. */
    private static final int LOOK_MS = 50;
    private static final long LIMIT_NANOS = 300_000_000_000L;
    private final List<ImapTalk> talks = new ArrayList<>();

    /** Of the users {@code from} to {@code to}, both included. */
    Inboxes(Contender contender, int from, int to) throws IOException {
        for (int user = from; user <= to; user++) {
            talks.add(ImapTalk.signedIn(contender.doors().imap(), contender.address(user), contender.password(user)));
        }
    }

    /** Of each user, in order. */
    long[] counts() throws IOException {
        var counts = new long[talks.size()];
        for (int i = 0; i < counts.length; i++) counts[i] = talks.get(i).messages("INBOX");
        return counts;
    }

    /**
     * Returns as soon as each holds so many; more is an error. One is asked at a time, and the next when it is full: who has
     * a queue behind its SMTP pays for being asked.
     */
    void await(long[] wanted) throws IOException {
        long end = System.nanoTime() + LIMIT_NANOS;
        for (int i = 0; i < wanted.length; i++) {
            for (long now = talks.get(i).messages("INBOX"); now != wanted[i]; now = talks.get(i).messages("INBOX")) {
                if (now > wanted[i] || System.nanoTime() > end) throw new IOException(now + " messages are there and not " + wanted[i]);
                Program.pause(LOOK_MS);
            }
        }
    }

    @Override public void close() { talks.forEach(ImapTalk::close); }
}
