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

    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    private final News news;
    private final ImapWriter out;
    private final Wire wire;
    private final Duration stillHereEvery;
    private final Bell bell;
    private final Thread thread;
    private volatile boolean stopped;

    private interface News {
        /** False when some of it cannot be read now. */
        boolean isTold() throws IOException;
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
            boolean isOwed = false;
            for (boolean heard = true; !stopped; heard = bell.await(isOwed ? againAfter() : stillHereEvery)) {
                if (heard || isOwed) isOwed = isOwedNow(isOwed);
                else out.line("* OK Still here");
                out.flush();
            }
        } catch (IOException gone) {
            wire.cut();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException trouble) {
            LOG.log(Level.ERROR, wire.conversation() + ": a client that idles could not be told what is new", trouble);
            wire.cut();
        }
    }

    private Duration againAfter() { return stillHereEvery.compareTo(AGAIN_AFTER) < 0 ? stillHereEvery : AGAIN_AFTER; }

    /** Who idles hears once that the store cannot be read (RFC 9051 section 7.1.2: a warning), and later what is new. */
    private boolean isOwedNow(boolean before) throws IOException {
        boolean isOwed = !news.isTold();
        if (isOwed && !before) out.line("* NO [UNAVAILABLE] What is new cannot be read now, and is told later");
        return isOwed;
    }

    void stop() {
        stopped = true;
        bell.ring();
        Threads.join(thread);
    }
}
