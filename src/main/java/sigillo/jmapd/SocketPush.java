package sigillo.jmapd;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sigillo.account.Account;
import sigillo.http.Channel;
import sigillo.jmap.JsonText;
import sigillo.jmap.SocketMessage;
import sigillo.websocket.Frame;

/**
 * Tells of changes over a WebSocket (RFC 8887 section 4.3.5), and asks from time to time whether the client is still
 * there. On a thread of its own, which ends with {@link #close}.
 */
final class SocketPush implements AutoCloseable {
    private final Account account;
    private final String accountId;
    private final StateTypes known;
    private final Channel channel;
    private final Semaphore news = new Semaphore(0);
    private final AutoCloseable listening;
    private final Pace enabling = new Pace(); // of the thread that reads
    private final Looks looks = new Looks(); // this guards it
    private Optional<StateWatch> watch = Optional.empty(); // and it
    private volatile boolean isOver;

    SocketPush(Caller caller, Channel channel) {
        this.account = caller.account();
        this.accountId = caller.accountId();
        this.known = caller.types();
        this.channel = channel;
        this.listening = account.listen(_ -> news.release());
        Thread.ofVirtual().name("jmap-socket").start(this::run);
    }

    /** Types that we do not have are ignored. Whoever says it again and again waits between. */
    void enable(SocketMessage.PushEnable wanted) throws InterruptedIOException {
        Set<String> types = new LinkedHashSet<>();
        wanted.types().orElseGet(known::all).stream().filter(known::has).forEach(types::add);
        try {
            enabling.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        enable(StateWatch.of(account, known, types, wanted.pushState()));
        news.release();
    }

    private synchronized void enable(StateWatch wanted) {
        watch = Optional.of(wanted);
        looks.want();
    }

    synchronized void disable() { watch = Optional.empty(); }

    private synchronized Optional<StateWatch.Change> look() { return watch.flatMap(looks::look); }

    /** False when it is over. */
    private boolean waited() throws InterruptedException {
        boolean isNews = news.tryAcquire(idle().toNanos(), TimeUnit.NANOSECONDS);
        news.drainPermits();
        if (isNews) news();
        return !isOver;
    }

    private synchronized Duration idle() {
        return watch.isEmpty() ? DoorLimits.OTHERS_LOOK : looks.wait(DoorLimits.OTHERS_LOOK);
    }

    private synchronized void news() { looks.news(); }

    private void run() {
        try {
            long pingedAt = System.nanoTime();
            while (waited()) {
                var change = look();
                if (change.isPresent()) tell(change.get());
                if (System.nanoTime() - pingedAt < DoorLimits.SOCKET_PING.toNanos()) continue;
                channel.send(Frame.ping(new byte[0]));
                pingedAt = System.nanoTime();
            }
        } catch (IOException | RuntimeException gone) {
            channel.cut(); // a store that fails is told of where it is asked; the client comes again
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** RFC 8887 section 4.3.5.1. */
    private void tell(StateWatch.Change change) throws IOException {
        var text = JsonText.octets(change.json(accountId).put("pushState", change.position()));
        channel.send(Frame.textHead(text.length), text);
    }

    @Override public void close() {
        isOver = true;
        news.release();
        try {
            listening.close();
        } catch (Exception impossible) {
            throw new IllegalStateException("a subscription did not end", impossible);
        }
    }
}
