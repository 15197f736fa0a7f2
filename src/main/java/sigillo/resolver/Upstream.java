package sigillo.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import sigillo.base.Alarms;
import sigillo.dns.DnsFailure;

/**
 * The DNS servers, asked one after the other through dnsjava until one can say: a server that is silent, refuses us or
 * fails is passed over for the next. Where all fail, the system's list is read again, since it may have changed. Any
 * thread.
 */
final class Upstream {
    private static final Answer<Record> NO_SIGNATURES = new Answer.Temporary<>(DnsFailure.BOGUS,
        "no DNS server passes signatures (DNSSEC) on any more; [resolver] dnssec says whether that is asked for");

    private final ResolverSettings settings;
    private final BogusWatch watch;
    private final LongSupplier nanoTime;
    private final TrustAnchors anchors;
    private final HostsFileParser hosts = new HostsFileParser();
    /** Whether signatures were ever passed on: then nobody on the way can turn them off, nor another list of servers. */
    private final AtomicBoolean validated = new AtomicBoolean();
    private final LongRoom longAnswers = new LongRoom();
    private volatile List<Server> servers;

    Upstream(ResolverSettings settings, Alarms alarms, LongSupplier nanoTime) {
        this.settings = settings;
        this.watch = new BogusWatch(alarms);
        this.nanoTime = nanoTime;
        this.anchors = settings.anchors().map(text -> TrustAnchors.parse(text).orElseThrow(
            () -> new IllegalArgumentException("there is no DS or DNSKEY record"))).orElseGet(TrustAnchors::ofRoot);
        this.servers = servers();
    }

    private List<Server> servers() {
        var addresses = settings.servers().isEmpty() ? ResolverConfig.getCurrentConfig().servers() : settings.servers();
        return addresses.stream().limit(ResolverLimits.SERVERS_MAX)
            .map(address -> new Server(address, settings.timeout(), settings.dnssec(), anchors, validated, longAnswers, nanoTime)).toList();
    }

    /** Whether the signatures of all servers' answers are checked. May ask them. */
    boolean isValidating() {
        var now = servers;
        return !now.isEmpty() && (now.stream().allMatch(Server::isValidating) || validated.get());
    }

    /** What a message from this client asks may be asked by its share. */
    LongRoom.Share shareOf(InetAddress client) { return longAnswers.ofMessage(client); }

    /** By this is asked what no stranger has chosen. */
    LongRoom.Share ours() { return longAnswers.ours(); }

    /** Blocks until somebody could say, or all have failed. */
    Answer<Record> ask(Name name, int type, LongRoom.Share share) {
        if (servers.isEmpty()) return unknown();
        Answer<Record> last = NO_SIGNATURES;
        for (int round = 0; round < ResolverLimits.ROUNDS; round++) {
            for (var server : servers) {
                if (validated.get() && !server.isValidating()) continue;
                last = ask(server, name, type, share);
                if (!(last instanceof Answer.Temporary<Record>) || Thread.currentThread().isInterrupted()) return last;
            }
        }
        if (settings.servers().isEmpty()) readAgain();
        return last;
    }

    private Answer<Record> unknown() {
        if (settings.servers().isEmpty()) readAgain();
        return new Answer.Temporary<>(DnsFailure.OURS, "no DNS server is known");
    }

    private void readAgain() {
        var before = ResolverConfig.getCurrentConfig().servers();
        ResolverConfig.refresh();
        if (!ResolverConfig.getCurrentConfig().servers().equals(before)) servers = servers();
    }

    private Answer<Record> ask(Server server, Name name, int type, LongRoom.Share share) {
        var watched = server.forOneQuestion();
        var answer = ask(watched, name, type, share);
        boolean isBogus = watched.whyBogus().isPresent();
        boolean isSaid = isBogus || !(answer instanceof Answer.Temporary<Record>);
        boolean isOurs = share == longAnswers.ours();
        if (isOurs && watched.isValidated() && isSaid) watch.see(name, isBogus); // else one mail could raise the alarm
        return answer;
    }

    private Answer<Record> ask(WatchedServer watched, Name name, int type, LongRoom.Share share) {
        var session = LookupSession.builder().resolver(watched).maxRedirects(ResolverLimits.REDIRECTS_MAX)
            
            .executor(new LongRoom.Asking(share))
            .hostsFileParser(hosts).build();
        CompletableFuture<Answer<Record>> asked = session.lookupAsync(name, type).toCompletableFuture()
            .thenApply(result -> found(result.getRecords(), watched.isSecure()));
        try {
            var limit = settings.timeout().multipliedBy(ResolverLimits.TIMEOUTS_OF_A_QUESTION);
            return asked.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Temporary<>(DnsFailure.OURS, "interrupted");
        } catch (TimeoutException e) {
            return new Answer.Temporary<>(DnsFailure.TIMEOUT, "DNS gave no answer for " + name + " in time");
        } catch (ExecutionException e) {
            return watched.whyBogus().map(why -> bogus(name, why)).orElseGet(() -> failed(name, e.getCause()));
        }
    }

    /** RFC 4033 section 5: forged, or its signatures are out of order. Which of both nobody can tell. */
    private static Answer<Record> bogus(Name name, String why) {
        return new Answer.Temporary<>(DnsFailure.BOGUS, "what DNS says of " + name + " is not validly signed (DNSSEC): " + why);
    }

    private static Answer<Record> found(List<Record> records, boolean secure) {
        if (records.isEmpty()) return new Answer.NoData<>();
        boolean isText = records.getFirst() instanceof TXTRecord;
        int most = isText ? ResolverLimits.TEXTS_MAX : ResolverLimits.RECORDS_MAX;
        return new Answer.Found<>(records.stream().limit(most).toList(), secure);
    }

    private static Answer<Record> unanswered(Name name, DnsFailure failure, String why) {
        return new Answer.Temporary<>(failure, "DNS could not answer for " + name + ": " + why);
    }

    private static Answer<Record> failed(Name name, Throwable cause) {
        return switch (cause) {
            case NoSuchDomainException _ -> new Answer.NoSuchDomain<>();
            case NoSuchRRSetException _ -> new Answer.NoData<>();
            case LookupFailedException e -> unanswered(name, DnsFailure.SERVFAIL, e.getMessage());
            default -> unanswered(name, DnsFailure.TIMEOUT, cause.getClass().getSimpleName());
        };
    }
}
