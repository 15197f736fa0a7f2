package sigillo.resolver;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.dane.TlsaRecord;

/** Asks the configured servers, and remembers what they said. The system's hosts file comes before them. */
public final class DnsResolver implements Resolver {
    /** Stands for a target that is no host name: it exists, and has no address. RFC 6761 section 6.4. */
    private static final String NO_HOST = "invalid";

    private final Upstream upstream;
    private final AnswerCache cache;

    public DnsResolver(ResolverSettings settings) { this(settings, new LoggedAlarms()); }

    /** What goes wrong everywhere at once is told by {@code alarms}. */
    public DnsResolver(ResolverSettings settings, Alarms alarms) { this(settings, alarms, System::nanoTime); }

    /** {@code nanoTime}: when what failed may be tried again. */
    DnsResolver(ResolverSettings settings, Alarms alarms, LongSupplier nanoTime) {
        upstream = new Upstream(settings, alarms, nanoTime);
        cache = new AnswerCache(settings.cacheEntriesMax(), System::nanoTime);
    }

    @Override public Answer<MailExchanger> mx(String domain) {
        var answer = read(ask(domain, Type.MX),
            r -> r instanceof MXRecord mx ? Stream.of(exchanger(mx)) : Stream.empty());
        return answer instanceof Answer.Found<MailExchanger>(var records, var secure)
            ? new Answer.Found<>(byPreference(records), secure) : answer;
    }

    private static MailExchanger exchanger(MXRecord record) {
        if (record.getTarget().equals(Name.root)) return new MailExchanger(record.getPriority(), "");
        var host = Domain.parse(record.getTarget().toString()).filter(d -> !d.isLiteral()).map(Domain::name);
        return new MailExchanger(record.getPriority(), host.orElse(NO_HOST));
    }

    private static List<MailExchanger> byPreference(List<MailExchanger> records) {
        var sorted = new ArrayList<>(records);
        Collections.shuffle(sorted);
        sorted.sort(Comparator.comparingInt(MailExchanger::preference));
        return sorted;
    }

    @Override public Answer<InetAddress> addresses(String host) {
        var six = read(ask(host, Type.AAAA),
            r -> r instanceof AAAARecord a ? Stream.of(a.getAddress()) : Stream.<InetAddress>empty());
        var four = read(ask(host, Type.A),
            r -> r instanceof ARecord a ? Stream.of(a.getAddress()) : Stream.<InetAddress>empty());
        return switch (four) {
            case Answer.Found<InetAddress>(var v4, var secure) ->
                six instanceof Answer.Found<InetAddress>(var v6, var secure6)
                    ? new Answer.Found<>(Stream.concat(v6.stream(), v4.stream()).toList(), secure && secure6) : four;
            case Answer.NoData<InetAddress> _, Answer.NoSuchDomain<InetAddress> _ -> six;
            case Answer.Temporary<InetAddress> _ -> six instanceof Answer.Found<InetAddress> ? six : four;
        };
    }

    @Override public String canonical(String host) { return canonical(host, Type.A, Type.AAAA); }

    @Override public String canonicalOfMx(String domain) { return canonical(domain, Type.MX); }

    private String canonical(String name, int... types) {
        for (int type : types) {
            if (ask(name, type) instanceof Answer.Found<Record>(var records, _))
                return Domain.parse(records.getFirst().getName().toString()).map(Domain::name).orElse(name);
        }
        return name;
    }

    @Override public Answer<String> txt(String name) {
        return read(ask(name, Type.TXT), r -> r instanceof TXTRecord text ? Stream.of(joined(text)) : Stream.empty());
    }

    static String joined(TXTRecord text) {
        var joined = new StringBuilder();
        for (var string : text.getStringsAsByteArrays()) {
            if (joined.length() + string.length > ResolverLimits.TEXT_CHARACTERS_MAX) break;
            joined.append(new String(string, StandardCharsets.ISO_8859_1));
        }
        return joined.toString();
    }

    @Override public Answer<TlsaRecord> tlsa(String name) {
        return read(ask(name, Type.TLSA), r -> r instanceof TLSARecord tlsa ? Stream.of(new TlsaRecord(tlsa.getCertificateUsage(),
            tlsa.getSelector(), tlsa.getMatchingType(), Bytes.of(tlsa.getCertificateAssociationData()))) : Stream.empty());
    }

    @Override public boolean isValidating() { return upstream.isValidating(); }

    /** Not out of the cache. A server that refuses us or fails at the root is none. */
    @Override public Optional<String> trouble() {
        return upstream.ask(Name.root, Type.SOA, upstream.ours()) instanceof Answer.Temporary<Record>(_, var why)
            ? Optional.of("no DNS server gives an answer that can be used: " + why) : Optional.empty();
    }

    private Answer<Record> ask(String name, int type) {
        return cache.get(new AnswerCache.Question(name, type)).orElseGet(() -> askAnew(name, type));
    }

    /** By whose share what mail of strangers asks about is asked. */
    LongRoom.Share shareOf(InetAddress client) { return upstream.shareOf(client); }

    /** What mail of strangers asks about. */
    Answer<Record> askForStrangers(String name, int type, LongRoom.Share share) {
        return cache.get(new AnswerCache.Question(name, type)).orElseGet(() -> askAnew(name, type, share));
    }

    /** Whatever is remembered; what it says is. */
    Answer<Record> askAnew(String name, int type) { return askAnew(name, type, upstream.ours()); }

    private Answer<Record> askAnew(String name, int type, LongRoom.Share share) {
        var question = new AnswerCache.Question(name, type);
        try {
            var answer = upstream.ask(Name.fromString(name, Name.root), type, share);
            cache.put(question, answer);
            return answer;
        } catch (TextParseException notAName) {
            return new Answer.NoSuchDomain<>();
        }
    }

    private static <T> Answer<T> read(Answer<Record> answer, Function<Record, Stream<T>> read) {
        return switch (answer) {
            case Answer.Found<Record>(var records, var secure) -> {
                var values = records.stream().flatMap(read).toList();
                yield values.isEmpty() ? new Answer.NoData<>() : new Answer.Found<>(values, secure);
            }
            case Answer.NoData<Record> _ -> new Answer.NoData<>();
            case Answer.NoSuchDomain<Record> _ -> new Answer.NoSuchDomain<>();
            case Answer.Temporary<Record>(var failure, var why) -> new Answer.Temporary<>(failure, why);
        };
    }
}
