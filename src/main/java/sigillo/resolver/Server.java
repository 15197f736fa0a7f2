package sigillo.resolver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** One DNS server, asked as it stands or with the signatures of its answers checked here. Any thread. */
final class Server {
    private final Dnssec dnssec;
    private final TrustAnchors anchors;
    private final Resolver plain;
    private final Resolver validating;
    private final ReentrantLock trying = new ReentrantLock();
    private final AtomicBoolean validated;
    private volatile boolean passesSignatures;
    private final LongSupplier nanoTime;
    /** As of {@code nanoTime}; only while {@code trying}. */
    private long nextTrial;

    /** {@code validated}: set once signatures are passed on; shared by all servers. {@code nanoTime}: {@link System#nanoTime}. */
    Server(InetSocketAddress address, Duration timeout, Dnssec dnssec, TrustAnchors anchors,
            AtomicBoolean validated, LongRoom longAnswers, LongSupplier nanoTime) {
        this.dnssec = dnssec;
        this.nanoTime = nanoTime;
        this.nextTrial = nanoTime.getAsLong();
        this.anchors = anchors;
        this.validated = validated;
        this.plain = new LongAnswers(address, timeout, longAnswers);
        this.validating = validating(new LongAnswers(address, timeout, longAnswers), anchors);
    }

    private static Resolver validating(Resolver server, TrustAnchors anchors) {
        try {
            var resolver = new ValidatingResolver(new OneStep(server));
            var bounds = new Properties();
            bounds.setProperty("dnsjava.dnssec.keycache.max_size", Integer.toString(ResolverLimits.KEYS_KEPT_MAX));
            resolver.init(bounds);
            resolver.loadTrustAnchors(anchors.stream());
            return resolver;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("trust anchors of DNS that cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Fresh for each question: what it says of the security of answers is of that question. */
    WatchedServer forOneQuestion() {
        return switch (dnssec) {
            case OFF -> new WatchedServer(plain, WatchedServer.Word.NONE);
            case TRUSTED -> new WatchedServer(plain, WatchedServer.Word.ASKED);
            case REQUIRED -> new WatchedServer(validating, WatchedServer.Word.GIVEN);
            case AUTO -> isValidating() ? new WatchedServer(validating, WatchedServer.Word.GIVEN)
                : new WatchedServer(plain, WatchedServer.Word.NONE);
        };
    }

    /** Whether signatures are checked. Where it depends on the server, that is tried out, which may take a time-out. */
    boolean isValidating() {
        return switch (dnssec) {
            case OFF -> false;
            case TRUSTED, REQUIRED -> true;
            case AUTO -> passesSignatures || tryNow();
        };
    }

    /** Whoever has passed signatures on once is not let off again, so that nobody on the way can turn them off. */
    private boolean tryNow() {
        trying.lock();
        try {
            if (passesSignatures || nanoTime.getAsLong() - nextTrial < 0) return passesSignatures;
            passesSignatures = isSignedThere();
            if (passesSignatures) validated.set(true);
            else nextTrial = nanoTime.getAsLong() + untilNextTrial().toNanos();
            return passesSignatures;
        } finally {
            trying.unlock();
        }
    }

    /** A server that is silent or fails has said nothing about signatures. */
    private Duration untilNextTrial() {
        try {
            boolean fails = plain.send(trial(Type.SOA)).getRcode() == Rcode.SERVFAIL;
            return fails ? ResolverLimits.SIGNATURES_TRIED_AGAIN : ResolverLimits.SIGNATURES_TRIED_EVERY;
        } catch (IOException | RuntimeException silent) {
            return ResolverLimits.SIGNATURES_TRIED_AGAIN;
        }
    }

    private Message trial(int type) { return Message.newQuery(Record.newRecord(anchors.name(), type, DClass.IN)); }

    /**
     * What is there, and what is not: some servers pass the signature of the one on and not the proof of the other, and
     * every domain without DNSSEC would then look forged. Nobody has HINFO there.
     */
    private boolean isSignedThere() { return isSecure(Type.SOA) && isSecure(Type.HINFO); }

    private boolean isSecure(int type) {
        try {
            return validating.send(trial(type)).getHeader().getFlag(Flags.AD);
        } catch (IOException | RuntimeException no) {
            return false;
        }
    }
}
