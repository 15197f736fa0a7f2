package sigillo.imapd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import sigillo.base.Threads;
import sigillo.imap.ImapWriter;
import sigillo.net.Wire;

/**
 * While a client idles, its connection's thread waits for DONE and this one tells what is new: RFC 2177 section 3. The
 * session and its writer are this thread's until {@link #stop} returns.
 */
final class IdleWatch {
    private static final System.Logger LOG = System.getLogger(IdleWatch.class.getName());

    private final News news;
    private final ImapWriter out;
    private final Wire wire;
    private final Duration stillHereEvery;
    private final Bell bell;
    private final Thread thread;
    private volatile boolean stopped;

    private interface News {
        void run() throws IOException;
    }

    private IdleWatch(ImapSession session, News news, ImapWriter out, Wire wire, Duration stillHereEvery) {
        this.news = news;
        this.out = out;
        this.wire = wire;
        this.stillHereEvery = stillHereEvery;
        this.bell = session.bell();
        this.thread = Thread.ofVirtual().name("imap idle").unstarted(this::run);
    }

    static IdleWatch start(ImapSession session, ImapWriter out, Wire wire, Duration stillHereEvery) {
        return start(new IdleWatch(session, session::tell, out, wire, stillHereEvery));
    }

    /** As long as no command comes, for who wants to hear all the same: RFC 5465. */
    static IdleWatch betweenCommands(ImapSession session, ImapWriter out, Wire wire, Duration stillHereEvery) {
        return start(new IdleWatch(session, session::tellBetweenCommands, out, wire, stillHereEvery));
    }

    private static IdleWatch start(IdleWatch watch) {
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            for (boolean heard = true; !stopped; heard = bell.await(stillHereEvery)) {
                if (heard) news.run();
                else out.line("* OK Still here");
                out.flush();
            }
        } catch (IOException gone) {
            wire.cut();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException trouble) {
            // The store cannot be read. The client comes back, and hears of it when it asks.
            LOG.log(Level.ERROR, wire.conversation() + ": a client that idles could not be told what is new", trouble);
            wire.cut();
        }
    }

    void stop() {
        stopped = true;
        bell.ring();
        Threads.join(thread);
    }
}
