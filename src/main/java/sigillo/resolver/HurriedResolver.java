package sigillo.resolver;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import sigillo.dane.TlsaRecord;
import sigillo.dns.DnsFailure;

/** Another resolver, up to a moment: what it has not said by then nobody could say. Any thread; an interrupt ends it too. */
public final class HurriedResolver implements Resolver {
    private final Resolver resolver;
    private final long end;

    /** {@code end}: as of {@link System#nanoTime}. */
    public HurriedResolver(Resolver resolver, long end) {
        this.resolver = resolver;
        this.end = end;
    }

    @Override public Answer<MailExchanger> mx(String domain) { return answer(domain, () -> resolver.mx(domain)); }

    @Override public Answer<InetAddress> addresses(String host) { return answer(host, () -> resolver.addresses(host)); }

    @Override public Answer<String> txt(String name) { return answer(name, () -> resolver.txt(name)); }

    @Override public Answer<TlsaRecord> tlsa(String name) { return answer(name, () -> resolver.tlsa(name)); }

    @Override public String canonical(String host) { return inTime(() -> resolver.canonical(host)).orElse(host); }

    @Override public String canonicalOfMx(String domain) { return inTime(() -> resolver.canonicalOfMx(domain)).orElse(domain); }

    @Override public boolean isValidating() { return inTime(resolver::isValidating).orElse(false); }

    /** Whether there is any is not a question of the time that there was for another one. */
    @Override public Optional<String> trouble() { return resolver.trouble(); }

    private <T> Answer<T> answer(String name, Supplier<Answer<T>> asking) {
        return inTime(asking).orElseGet(() -> new Answer.Temporary<>(DnsFailure.DEADLINE,
            "DNS gave no answer for " + name + " in the time that there was"));
    }

    private <T> Optional<T> inTime(Supplier<T> asking) {
        long left = end - System.nanoTime();
        if (left <= 0) return Optional.empty();
        var asked = new FutureTask<>(asking::get);
        var thread = Thread.ofVirtual().name("dns").start(asked);
        try {
            return Optional.of(asked.get(left, TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            thread.interrupt();
            return Optional.empty();
        } catch (InterruptedException stop) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        }
    }
}
