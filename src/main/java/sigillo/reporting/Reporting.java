package sigillo.reporting;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.delivery.Arrivals;
import sigillo.dmarc.DmarcRecord;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;
import sigillo.https.HttpsClient;
import sigillo.queue.Colleagues;
import sigillo.queue.Enqueue;
import sigillo.queue.Outgoing;
import sigillo.relay.TlsSession;
import sigillo.reports.DmarcReportWriter;
import sigillo.reports.ReportAddresses;
import sigillo.reports.ReportAddresses.To;
import sigillo.reports.ReportMail;
import sigillo.reports.TlsReportWriter;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.StoreException;
import sigillo.trace.TraceId;

/**
 * Sends what was counted of a day (UTC) to those who ask for it in DNS, once it is over: RFC 8460 section 4.1, RFC 9990. Of
 * several servers over one store one sends. A report that is in the queue is counted no more; a stop between the two sends
 * it again, under the same id. Called by one thread.
 */
public final class Reporting {
    private static final System.Logger LOG = System.getLogger("sigillo.reporting");
    private static final Bytes LEASE = Bytes.utf8("lease");

    private final ReportingSettings settings;
    private final Tallies tallies;
    private final Received received;
    private final Out out;
    private final Colleagues colleagues;
    private final InstantSource clock;

    /** What signs mail of ours: RFC 8460 section 3 wants that. */
    public interface Signer {
        Octets signed(Octets message) throws IOException;

        /** Where nobody signs. */
        Signer NONE = message -> message;
    }

    /** The ways out. {@code https} is empty where nobody is asked over HTTPS. */
    public record Out(Lookup dns, Optional<HttpsClient> https, Enqueue queue, Signer signer) {}

    public Reporting(ReportingSettings settings, Tallies tallies, Out out, Colleagues colleagues, InstantSource clock) {
        this.settings = settings;
        this.tallies = tallies;
        this.received = new Received(tallies, clock);
        this.out = out;
        this.colleagues = colleagues;
        this.clock = clock;
    }

    /** What is told of TLS sessions. */
    public static TlsSession.Watch sessions(Tallies tallies) { return new TlsWatch(tallies); }

    /** What is told of mail that comes in. */
    public Arrivals arrivals() { return new Watching(settings, received, new DmarcWatch(tallies)); }

    public Received received() { return received; }

    /** To be called now and then: sends what is due. */
    public void send() {
        if (!leads()) return;
        var now = clock.instant();
        for (var place : tallies.ended()) {
            if (Thread.currentThread().isInterrupted()) return;
            var tally = tallies.at(place);
            if (tally.isEmpty() || isTooOld(tally.get(), now)) tallies.remove(place);
            else if (isDue(tally.get(), now)) sent(place, tally.get());
        }
    }

    private void sent(Bytes place, Tally tally) {
        try {
            boolean isDone = switch (tally.kind()) {
                case TLS -> tls(tally);
                case DMARC -> dmarc(tally);
            };
            if (isDone) tallies.remove(place);
        } catch (IOException | StoreException again) {
            LOG.log(Level.WARNING, "a report to " + tally.domain() + " could not be sent, it is tried again: " + again.getMessage());
        }
    }

    /** The one whose row it is while it lives. */
    private boolean leads() {
        if (!colleagues.mayBe()) return true;
        if (!colleagues.mayWork()) return false;
        var self = colleagues.self();
        var there = tallies.transactions().partition().get(LEASE).map(Bytes::wrap);
        if (there.filter(node -> !node.equals(self) && colleagues.lives(node)).isPresent()) return false;
        return tallies.transactions().write(tx -> {
            boolean isAsSeen = tx.get(LEASE).map(Bytes::wrap).equals(there);
            if (isAsSeen) tx.put(LEASE, self.toArray());
            return isAsSeen;
        });
    }

    private static boolean isTooOld(Tally tally, Instant now) { return end(tally).plus(Duration.ofDays(ReportingLimits.DAYS_MAX)).isBefore(now); }

    /** At a moment of the first hours that is the domain's own. */
    private static boolean isDue(Tally tally, Instant now) {
        long spread = Math.floorMod((long) tally.domain().hashCode() * 31, ReportingLimits.SPREAD.toSeconds());
        return !now.isBefore(end(tally).plusSeconds(spread));
    }

    private static Instant begin(Tally tally) { return tally.day().atStartOfDay(ZoneOffset.UTC).toInstant(); }

    private static Instant end(Tally tally) { return tally.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(); }

    /** The same whenever it is made. */
    private String id(Tally tally, String domain) {
        var hash = Sha256.of((settings.hostname() + " " + tally.kind() + " " + tally.day() + " " + domain).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return tally.day() + "." + HexFormat.of().formatHex(hash, 0, 8);
    }

    /** What DNS says; empty when it could not say. */
    private Optional<List<String>> texts(String name) {
        return switch (out.dns().ask(name, DnsType.TXT)) {
            case DnsAnswer.Found(var data) -> Optional.of(data.stream().flatMap(one -> one instanceof DnsData.Text(var text) ? Stream.of(text) : Stream.empty()).toList());
            case DnsAnswer.Nothing _ -> Optional.of(List.of());
            case DnsAnswer.Failed _ -> Optional.empty();
        };
    }

    /** False when it is to be tried again. */
    private boolean tls(Tally tally) throws IOException {
        if (!settings.sendsTls()) return true;
        var texts = texts("_smtp._tls." + tally.domain().name());
        if (texts.isEmpty()) return false;
        var to = ReportAddresses.ofTls(texts.get());
        if (to.isEmpty()) return true;
        var id = id(tally, tally.domain().name());
        var packed = gzip(TlsReportWriter.write(new TlsReportWriter.Head(settings.hostname().name(), settings.from().toString(), id, begin(tally), end(tally)),
            TlsWatch.policies(tally)));
        boolean isAnySent = false;
        for (var one : to) isAnySent |= send(one, tally, ReportMail.Kind.TLS, tally.domain().name(), id, packed);
        return isAnySent;
    }

    private boolean send(To to, Tally tally, ReportMail.Kind kind, String domain, String id, byte[] packed) throws IOException {
        return switch (to) {
            case To.Mail(var address) -> {
                mail(new ReportMail.Head(kind, settings.from(), address, domain, settings.hostname().name(), id, begin(tally), end(tally), clock.instant()), packed);
                yield true;
            }
            case To.Web(var host, var path) -> kind == ReportMail.Kind.TLS && out.https().isPresent() && post(out.https().get(), host, path, packed);
        };
    }

    /** RFC 8460 section 5.4: any answer of 2xx is a yes. */
    private static boolean post(HttpsClient https, String host, String path, byte[] packed) {
        return switch (https.post(host, path, "application/tlsrpt+gzip", packed, ReportingLimits.POST)) {
            case HttpsClient.Fetched.Response(int status, _, _) -> status / 100 == 2;
            case HttpsClient.Fetched.Failed(var why, _) -> {
                LOG.log(Level.INFO, "a report could not be told over HTTPS: " + why);
                yield false;
            }
        };
    }

    /** From nobody, so that what becomes of it comes back to nobody. RFC 8460 section 3: also where TLS fails. */
    private void mail(ReportMail.Head head, byte[] packed) throws IOException {
        var message = out.signer().signed(Octets.of(ReportMail.write(head, packed)));
        var envelope = Envelope.of(ReversePath.NULL, List.of(new Recipient(head.to(), java.util.Set.of(Recipient.Notify.NEVER), Optional.empty())))
            .tls(head.kind() == ReportMail.Kind.TLS ? Envelope.Tls.NOT_REQUIRED : Envelope.Tls.AS_USUAL);
        var trace = TraceId.fresh();
        var queued = out.queue().enqueue(new Outgoing(envelope, message, trace, Optional.empty()));
        LOG.log(Level.INFO, "a report on " + head.domain() + " waits as " + queued + ", trace " + trace);
    }

    private boolean dmarc(Tally tally) throws IOException {
        if (!settings.sendsDmarc()) return true;
        var organization = tally.domain().name();
        var record = record(organization);
        if (record.isEmpty()) return false;
        Map<String, Optional<DmarcRecord>> own = new LinkedHashMap<>(); // RFC 9989 section 4.10.1: an author's own record comes first
        own.put(organization, record.get());
        Map<String, List<Map.Entry<List<String>, Long>>> parts = new LinkedHashMap<>();
        for (var line : tally.lines().entrySet()) {
            var author = DmarcWatch.author(line.getKey());
            if (!own.containsKey(author) && own.size() <= ReportingLimits.NAMES_MAX) own.put(author, record(author).orElse(Optional.empty()));
            var policy = own.getOrDefault(author, Optional.empty()).isPresent() ? author : organization;
            parts.computeIfAbsent(policy, _ -> new ArrayList<>()).add(line);
        }
        for (var part : parts.entrySet()) {
            var published = own.get(part.getKey());
            if (published.isPresent()) dmarc(tally, part.getKey(), published.get(), part.getValue());
        }
        return true;
    }

    /** Empty when DNS could not say. */
    private Optional<Optional<DmarcRecord>> record(String domain) {
        return texts("_dmarc." + domain).map(texts -> {
            var records = texts.stream().flatMap(text -> DmarcRecord.parse(text).stream()).toList();
            return records.size() == 1 ? Optional.of(records.getFirst()) : Optional.empty();
        });
    }

    private void dmarc(Tally tally, String domain, DmarcRecord record, List<Map.Entry<List<String>, Long>> lines) throws IOException {
        var to = new ArrayList<Address>();
        for (var one : ReportAddresses.of(record.reports())) {
            if (one instanceof To.Mail(var address) && agrees(address.domain(), domain, tally.domain().name())) to.add(address);
        }
        if (to.isEmpty()) return;
        var id = id(tally, domain);
        var rows = lines.stream().map(line -> DmarcWatch.row(line, record, tally.domain().name())).toList();
        var head = new DmarcReportWriter.Head(settings.hostname().name(), settings.from().toString(), id, begin(tally), end(tally));
        var packed = gzip(DmarcReportWriter.write(head, published(domain, record), rows));
        for (var address : to) send(new To.Mail(address), tally, ReportMail.Kind.DMARC, domain, id, packed);
    }

    private static DmarcReportWriter.Published published(String domain, DmarcRecord record) {
        return new DmarcReportWriter.Published(domain, word(record.policy()), word(record.subdomains()), word(record.nonExistent()), record.isDkimStrict(),
            record.isSpfStrict(), record.isTesting());
    }

    private static String word(Optional<sigillo.dmarc.DmarcPolicy> policy) { return policy.map(p -> p.name().toLowerCase(java.util.Locale.ROOT)).orElse(""); }

    /** RFC 9990 section 4: a receiver elsewhere must say that it wants the reports, or anybody could be buried in them. */
    private boolean agrees(Domain receiver, String domain, String organization) {
        boolean isOfTheSame = receiver.name().equals(organization) || receiver.name().endsWith("." + organization);
        if (isOfTheSame) return true;
        return texts(domain + "._report._dmarc." + receiver.name()).stream().flatMap(List::stream).anyMatch(text -> DmarcRecord.parse(text).isPresent());
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(octets);
        }
        return packed.toByteArray();
    }
}
