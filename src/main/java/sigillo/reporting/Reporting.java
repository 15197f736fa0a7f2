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
import sigillo.signing.Signer;
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

    /** The ways out. {@code https} is empty where nobody is asked over HTTPS. {@code signer}: RFC 8460 section 3 wants that. */
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

    /** What follows complaints. To be called before the first mail. */
    public void complaints(FeedbackLoop loop) { received.complaints(loop); }

    public Received received() { return received; }

    /** To be called now and then: sends what is due. */
    public void send() {
        if (!leads()) return;
        var now = clock.instant();
        for (var place : tallies.ended()) {
            if (Thread.currentThread().isInterrupted()) return;
            tried(place, now);
        }
    }

    /** One that cannot be sent, for whatever reason, keeps no other from it; it is tried again until it is too old. */
    private void tried(Bytes place, Instant now) {
        try {
            var tally = tallies.at(place);
            boolean isDone = tally.isEmpty() || isTooOld(tally.get(), now) || isDue(tally.get(), now) && isSent(tally.get());
            if (isDone) tallies.remove(place);
        } catch (IOException | StoreException again) {
            LOG.log(Level.WARNING, "a report could not be sent, it is tried again: " + again.getMessage());
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "a report could not be sent, it is tried again", bug);
        }
    }

    private boolean isSent(Tally tally) throws IOException {
        return switch (tally.kind()) {
            case TLS -> tls(tally);
            case DMARC -> dmarc(tally);
        };
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
        var mails = new ArrayList<Outgoing>();
        for (var one : to) {
            if (one instanceof To.Mail(var address)) mails.add(mail(head(tally, ReportMail.Kind.TLS, address, tally.domain().name(), id), packed));
        }
        put(mails, tally);
        boolean isAnySent = !mails.isEmpty();
        for (var one : to) {
            if (one instanceof To.Web(var host, var path) && out.https().isPresent()) isAnySent |= post(out.https().get(), host, path, packed);
        }
        return isAnySent;
    }

    private ReportMail.Head head(Tally tally, ReportMail.Kind kind, Address to, String domain, String id) {
        return new ReportMail.Head(kind, settings.from(), to, domain, settings.hostname().name(), id, begin(tally), end(tally), clock.instant());
    }

    /** All of one tally or none, so that no part of it goes again. */
    private void put(List<Outgoing> mails, Tally tally) {
        if (mails.isEmpty()) return;
        var queued = out.queue().enqueue(mails);
        LOG.log(Level.INFO, "reports on what was counted of " + tally.domain() + " wait as " + queued);
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
    private Outgoing mail(ReportMail.Head head, byte[] packed) throws IOException {
        var message = out.signer().signed(Octets.of(ReportMail.write(head, packed)));
        var envelope = Envelope.of(ReversePath.NULL, List.of(new Recipient(head.to(), java.util.Set.of(Recipient.Notify.NEVER), Optional.empty())))
            .tls(head.kind() == ReportMail.Kind.TLS ? Envelope.Tls.NOT_REQUIRED : Envelope.Tls.AS_USUAL);
        return new Outgoing(envelope, message, TraceId.fresh(), Optional.empty());
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
        var mails = new ArrayList<Outgoing>();
        for (var part : parts.entrySet()) {
            var published = own.get(part.getKey());
            if (published.isPresent()) mails.addAll(dmarc(tally, part.getKey(), published.get(), part.getValue()));
        }
        put(mails, tally);
        return true;
    }

    /** Empty when DNS could not say. */
    private Optional<Optional<DmarcRecord>> record(String domain) {
        return texts("_dmarc." + domain).map(texts -> {
            var records = texts.stream().flatMap(text -> DmarcRecord.parse(text).stream()).toList();
            return records.size() == 1 ? Optional.of(records.getFirst()) : Optional.empty();
        });
    }

    private List<Outgoing> dmarc(Tally tally, String domain, DmarcRecord record, List<Map.Entry<List<String>, Long>> lines) throws IOException {
        var to = new ArrayList<Address>();
        for (var one : ReportAddresses.of(record.reports())) {
            if (one instanceof To.Mail(var address) && agrees(address.domain(), domain, tally.domain().name())) to.add(address);
        }
        if (to.isEmpty()) return List.of();
        var id = id(tally, domain);
        var rows = lines.stream().map(line -> DmarcWatch.row(line, record, tally.domain().name())).toList();
        var head = new DmarcReportWriter.Head(settings.hostname().name(), settings.from().toString(), id, begin(tally), end(tally));
        var packed = gzip(DmarcReportWriter.write(head, published(domain, record), rows));
        var mails = new ArrayList<Outgoing>();
        for (var address : to) mails.add(mail(head(tally, ReportMail.Kind.DMARC, address, domain, id), packed));
        return mails;
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
