package sigillo.resolver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/**
 * A server that is asked over UDP, and over TCP for what does not fit: RFC 7766 section 5. An answer over TCP may have 64
 * KiB, and strangers decide which: of those so many are under way at once and no more, see {@link LongRoom}. Any thread.
 */
final class LongAnswers implements Resolver {
    private final SimpleResolver udp;
    private final SimpleResolver tcp;
    private final LongRoom room;

    LongAnswers(InetSocketAddress address, Duration timeout, LongRoom room) {
        udp = new SimpleResolver(address);
        udp.setIgnoreTruncation(true);
        tcp = new SimpleResolver(address);
        tcp.setTCP(true);
        this.room = room;
        setTimeout(timeout);
    }

    @Override public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        if (isForKeys(query) && !share(executor).mayAskForKeys()) {
            return CompletableFuture.failedStage(new IOException("a message makes us look at more keys of zones than we do"));
        }
        return udp.sendAsync(query, executor).thenComposeAsync(answer -> answer.getHeader().getFlag(Flags.TC)
            ? overTcp(query, executor) : CompletableFuture.completedStage(answer), executor);
    }

    private LongRoom.Share share(Executor executor) {
        return executor instanceof LongRoom.Asking(var share) ? share : room.ours();
    }

    private static boolean isForKeys(Message message) {
        var question = message.getQuestion();
        return question != null && (question.getType() == Type.DNSKEY || question.getType() == Type.DS);
    }

    private CompletionStage<Message> overTcp(Message query, Executor executor) {
        var share = share(executor);
        try {
            if (!share.take(tcp.getTimeout())) {
                return CompletableFuture.failedStage(new IOException("too many long answers at once"));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedStage(new IOException("interrupted"));
        }
        return sent(query, executor).thenApply(LongAnswers::bounded).whenComplete((_, _) -> share.give());
    }

    /** Whatever goes wrong is in the stage, so that the place is given back. */
    private CompletionStage<Message> sent(Message query, Executor executor) {
        try {
            return tcp.sendAsync(query, executor);
        } catch (RuntimeException broken) {
            return CompletableFuture.failedStage(broken);
        }
    }

    /** Keys are kept by their number, so that none may be of any length: what is too long to be kept is no answer. */
    private static Message bounded(Message answer) {
        if (isForKeys(answer) && answer.numBytes() > ResolverLimits.KEYS_OCTETS_MAX) {
            throw new CompletionException(new IOException("the keys of a zone are longer than any"));
        }
        return answer;
    }

    @Override public void setPort(int port) {
        udp.setPort(port);
        tcp.setPort(port);
    }

    @Override public void setTCP(boolean flag) { throw new UnsupportedOperationException(); }

    /** What does not fit is asked for here, whoever asks. */
    @Override public void setIgnoreTruncation(boolean flag) {
        if (flag) throw new UnsupportedOperationException();
    }

    @Override public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        udp.setEDNS(version, payloadSize, flags, options);
        tcp.setEDNS(version, payloadSize, flags, options);
    }

    @Override public void setTSIGKey(TSIG key) {
        udp.setTSIGKey(key);
        tcp.setTSIGKey(key);
    }

    @Override public void setTimeout(Duration timeout) {
        udp.setTimeout(timeout);
        tcp.setTimeout(timeout);
    }

    @Override public Duration getTimeout() { return udp.getTimeout(); }
}
