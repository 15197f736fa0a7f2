package sigillo.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Asks the configured servers through dnsjava, with a bounded cache of ours (negative answers too, RFC 2308 section 5). */
public final class DnsResolver implements Resolver {
    /** Records of one answer that we look at: a hostile zone may list thousands. */
    private static final int RECORDS_MAX = 50;
    /** CNAMEs followed. */
    private static final int REDIRECTS_MAX = 8;

    private final LookupSession session;

    public DnsResolver(ResolverSettings settings) {
        var cache = new Cache(DClass.IN);
        cache.setMaxEntries(settings.cacheEntriesMax());
        cache.setMaxNCache(300); // a domain that gets its MX now is found within five minutes
        session = LookupSession.builder().resolver(upstream(settings)).cache(cache).maxRedirects(REDIRECTS_MAX).build();
    }

    private static org.xbill.DNS.Resolver upstream(ResolverSettings settings) {
        var upstream = settings.servers().isEmpty() ? new ExtendedResolver() : new ExtendedResolver(each(settings.servers()));
        upstream.setTimeout(settings.timeout());
        upstream.setRetries(2);
        return upstream;
    }

    private static List<org.xbill.DNS.Resolver> each(List<InetSocketAddress> servers) {
        return servers.stream().<org.xbill.DNS.Resolver>map(SimpleResolver::new).toList();
    }

    @Override public Answer<MailExchanger> mx(String domain) {
        var answer = ask(domain, Type.MX, r -> r instanceof MXRecord mx
            ? Stream.of(new MailExchanger(mx.getPriority(), plain(mx.getTarget()))) : Stream.empty());
        return answer instanceof Answer.Found<MailExchanger>(var records, var secure)
            ? new Answer.Found<>(byPreference(records), secure) : answer;
    }

    /** RFC 5321 section 5.1: equal ones in random order, so that load spreads. */
    private static List<MailExchanger> byPreference(List<MailExchanger> records) {
        var sorted = new ArrayList<>(records);
        Collections.shuffle(sorted);
        sorted.sort(Comparator.comparingInt(MailExchanger::preference));
        return sorted;
    }

    private static String plain(Name name) { return name.toString(true).toLowerCase(Locale.ROOT).replaceFirst("^\\.$", ""); }

    @Override public Answer<InetAddress> addresses(String host) {
        var six = ask(host, Type.AAAA, r -> r instanceof AAAARecord a ? Stream.of(a.getAddress()) : Stream.empty());
        var four = ask(host, Type.A, r -> r instanceof ARecord a ? Stream.of(a.getAddress()) : Stream.empty());
        return switch (four) {
            case Answer.Found<InetAddress>(var v4, var secure) -> six instanceof Answer.Found<InetAddress>(var v6, var secure6)
                ? new Answer.Found<>(Stream.concat(v6.stream(), v4.stream()).toList(), secure && secure6) : four;
            case Answer.NoData<InetAddress> _, Answer.NoSuchDomain<InetAddress> _ -> six;
            case Answer.Temporary<InetAddress> _ -> six instanceof Answer.Found<InetAddress> ? six : four;
        };
    }

    @Override public boolean isAnswering() {
        return !(ask(".", Type.SOA, Stream::of) instanceof Answer.Temporary<Record>);
    }

    private <T> Answer<T> ask(String name, int type, Function<Record, Stream<T>> read) {
        try {
            var result = session.lookupAsync(Name.fromString(name, Name.root), type).toCompletableFuture().get();
            var records = result.getRecords().stream().limit(RECORDS_MAX).flatMap(read).toList();
            return records.isEmpty() ? new Answer.NoData<>() : new Answer.Found<>(records, false);
        } catch (TextParseException notAName) {
            return new Answer.NoSuchDomain<>();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Temporary<>("interrupted");
        } catch (java.util.concurrent.ExecutionException e) {
            return failed(name, e.getCause());
        }
    }

    private static <T> Answer<T> failed(String name, Throwable cause) {
        return switch (cause) {
            case NoSuchDomainException _ -> new Answer.NoSuchDomain<>();
            case NoSuchRRSetException _ -> new Answer.NoData<>();
            case LookupFailedException e -> new Answer.Temporary<>("DNS could not answer for " + name + ": " + e.getMessage());
            default -> new Answer.Temporary<>("DNS could not answer for " + name + ": " + cause.getClass().getSimpleName());
        };
    }
}
