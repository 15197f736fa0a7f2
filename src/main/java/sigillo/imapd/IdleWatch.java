package sigillo.imapd;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.base.Threads;
import sigillo.imap.ImapWriter;
import sigillo.net.Wire;

/**
 * While a client idles, its connection's thread waits for DONE and another tells what is new: RFC 2177 section 3. That one is started
 * when there is something to tell and ends when it is told, since a thread that waits keeps its stack: 8 KiB of each connection. The
 * session and its writer are this watch's until {@link #stop} returns.
 */
final class IdleWatch {
    private static final System.Logger LOG = System.getLogger(IdleWatch.class.getName());
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final News news;
    private final ImapWriter out;
    private final Wire wire;
    private final Duration stillHereEvery;
    private final Bell bell;
    private final ReentrantLock lock = new ReentrantLock();
    // under the lock:
    private Thread thread; // null while nothing is told
    private Future<?> timer;
    private boolean isRung;
    private boolean isQuiet;
    private boolean stopped;
    // the thread's:
    private boolean isOwed;

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
    }

    /** What is thrown away as soon as it is cancelled: a client may begin and end as often as it likes. */
    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("imap idle timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    static IdleWatch start(ImapSession session, ImapWriter out, Wire wire, Duration stillHereEvery) {
        return start(new IdleWatch(session, session::tell, out, wire, stillHereEvery));
    }

    /** As long as no command comes, for who wants to hear all the same: RFC 5465. */
    static IdleWatch betweenCommands(ImapSession session, ImapWriter out, Wire wire, Duration stillHereEvery) {
        return start(new IdleWatch(session, session::tellBetweenCommands, out, wire, stillHereEvery));
    }

    private static IdleWatch start(IdleWatch watch) {
        watch.bell.heardBy(watch::rung);
        watch.rung();
        return watch;
    }

    private void rung() {
        lock.lock();
        try {
            isRung = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void quiet() {
        lock.lock();
        try {
            isQuiet = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (stopped || thread != null) return;
        if (timer != null) timer.cancel(false);
        thread = Thread.ofVirtual().name("imap idle").unstarted(this::run);
        thread.start();
    }

    private void run() {
        try {
            while (isDue()) tell();
        } catch (IOException gone) {
            wire.cut();
        } catch (RuntimeException | Error trouble) {
            LOG.log(Level.ERROR, wire.conversation() + ": a client that idles could not be told what is new", trouble);
            wire.cut();
        }
    }

    /** False, and this thread is over, when there is nothing to do until the bell is rung or the time has come. */
    private boolean isDue() {
        lock.lock();
        try {
            if (!stopped && (isRung || isQuiet)) return true;
            thread = null;
            if (!stopped) timer = TIMER.schedule(this::quiet, (isOwed ? againAfter() : stillHereEvery).toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void tell() throws IOException {
        boolean heard = taken();
        if (heard || isOwed) isOwed = isOwedNow(isOwed);
        else out.line("* OK Still here");
        out.flush();
    }

    /** Whether the bell was rung. */
    private boolean taken() {
        lock.lock();
        try {
            boolean heard = isRung;
            isRung = false;
            isQuiet = false;
            return heard;
        } finally {
            lock.unlock();
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
        bell.heardBy(null);
        Thread last;
        lock.lock();
        try {
            stopped = true;
            if (timer != null) timer.cancel(false);
            last = thread;
        } finally {
            lock.unlock();
        }
        if (last != null) Threads.join(last);
    }
}
