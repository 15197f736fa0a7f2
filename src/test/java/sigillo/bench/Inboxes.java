package sigillo.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sigillo.peers.Program;

/** The inboxes of some users, each over a connection that stays, so that counting costs no sign-in. */
final class Inboxes implements AutoCloseable {
    private static final int LOOK_MS = 10;
    private static final long LIMIT_NANOS = 300_000_000_000L;
    private final List<ImapTalk> talks = new ArrayList<>();

    /** Of the users {@code from} to {@code to}, both included. */
    Inboxes(Contender contender, int from, int to) throws IOException {
        for (int user = from; user <= to; user++) {
            talks.add(ImapTalk.signedIn(contender.doors().imap(), contender.address(user), contender.password(user)));
        }
    }

    long count() throws IOException {
        long all = 0;
        for (var talk : talks) all += talk.messages("INBOX");
        return all;
    }

    /** Returns as soon as they hold so many together; more is an error. */
    void await(long messages) throws IOException {
        long end = System.nanoTime() + LIMIT_NANOS;
        for (long now = count(); now != messages; now = count()) {
            if (now > messages || System.nanoTime() > end) throw new IOException(now + " messages are there and not " + messages);
            Program.pause(LOOK_MS);
        }
    }

    @Override public void close() { talks.forEach(ImapTalk::close); }
}
