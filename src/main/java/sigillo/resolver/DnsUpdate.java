package sigillo.resolver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;
import sigillo.zone.ZoneFile;
import sigillo.zone.ZoneRecord;

/**
 * Changes records at the server that has the zone (RFC 2136), who knows us by a shared key (TSIG, RFC 8945). Asks when it
 * is told to, never by itself. Blocks for {@link #TIMEOUT} at most a question. Any thread.
 */
public final class DnsUpdate {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long TTL_SECONDS = 60;
    /** So long a mistake lasts at most. */
    private static final long RECORD_TTL_SECONDS = 3_600;
    private static final Map<String, Name> ALGORITHMS = Map.of("hmac-sha256", TSIG.HMAC_SHA256, "hmac-sha384", TSIG.HMAC_SHA384,
        "hmac-sha512", TSIG.HMAC_SHA512);

    /**
     * {@code key}: the name under which the server has it; {@code algorithm}: one of {@code hmac-sha256}, {@code hmac-sha384}
     * and {@code hmac-sha512}; {@code zone}: empty to ask the server for it.
     */
    public record Settings(InetSocketAddress server, String key, String algorithm, byte[] secret, Optional<String> zone) {
        @Override public String toString() { return "DnsUpdate[" + server + ", " + key + "]"; }
    }

    private final Settings settings;

    /** Throws {@link IllegalArgumentException} for another algorithm. */
    public DnsUpdate(Settings settings) {
        if (!ALGORITHMS.containsKey(settings.algorithm())) throw new IllegalArgumentException(settings.algorithm());
        this.settings = settings;
    }

    /** Adds a TXT record beside those that are there. Throws {@link IOException} with a sentence. */
    public void addText(String name, String text) throws IOException {
        var zone = zone(name);
        var update = new Update(zone);
        update.add(text(name, text));
        send(zone, update);
    }

    /** Takes that record away, and no other. Throws {@link IOException} with a sentence. */
    public void removeText(String name, String text) throws IOException {
        var zone = zone(name);
        var update = new Update(zone);
        update.delete(text(name, text));
        send(zone, update);
    }

    /** Changes records of several zones: those of one all together or not at all. Throws {@link IOException} with a sentence. */
    public void change(List<ZoneRecord> remove, List<ZoneRecord> add) throws IOException {
        var zones = new LinkedHashMap<Name, Update>();
        for (var record : remove) for (var there : there(record)) update(zones, record).delete(there);
        for (var record : add) update(zones, record).add(record(record));
        for (var zone : zones.entrySet()) send(zone.getKey(), zone.getValue());
    }

    private Update update(Map<Name, Update> zones, ZoneRecord record) throws IOException {
        return zones.computeIfAbsent(zone(record.name()), Update::new);
    }

    /** RFC 2136: only what is equal goes, and a text may be cut into its strings anywhere. */
    private List<Record> there(ZoneRecord record) throws IOException {
        if (record.type() != ZoneRecord.Type.TXT) return List.of(record(record));
        var answer = asked(resolver(), Message.newQuery(Record.newRecord(name(record.name()), Type.TXT, DClass.IN)));
        var wanted = record.value().getBytes(StandardCharsets.UTF_8);
        return answer.getSection(Section.ANSWER).stream()
            .filter(found -> found instanceof TXTRecord text && Arrays.equals(DnsResolver.joined(text).getBytes(StandardCharsets.ISO_8859_1), wanted)).toList();
    }

    private static Record record(ZoneRecord record) throws IOException {
        int type = Type.value(record.type().name());
        return Record.fromString(name(record.name()), type, DClass.IN, RECORD_TTL_SECONDS, ZoneFile.value(record), Name.root);
    }

    private static Record text(String name, String text) throws IOException {
        return new TXTRecord(name(name), DClass.IN, TTL_SECONDS, text);
    }

    private void send(Name zone, Update update) throws IOException {
        var resolver = resolver();
        resolver.setTSIGKey(new TSIG(ALGORITHMS.get(settings.algorithm()), settings.key(), Base64.getEncoder().encodeToString(settings.secret())));
        var answer = asked(resolver, update);
        if (answer.getRcode() != Rcode.NOERROR) throw new IOException("the DNS server " + settings.server() + " does not change "
            + zone.toString(true) + ": " + Rcode.string(answer.getRcode()));
        if (!answer.isVerified()) throw new IOException("the DNS server " + settings.server() + " does not sign its answer with the key " + settings.key());
    }

    /** RFC 1035 section 3.3.13: the nearest name above that the server has a SOA record of. */
    private Name zone(String name) throws IOException {
        if (settings.zone().isPresent()) return name(settings.zone().get());
        for (var at = name(name); at.labels() > 1; at = new Name(at, 1)) {
            var answer = asked(resolver(), Message.newQuery(Record.newRecord(at, Type.SOA, DClass.IN)));
            for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
                for (var record : answer.getSection(section)) {
                    if (record instanceof SOARecord && at.subdomain(record.getName())) return record.getName();
                }
            }
        }
        throw new IOException("the DNS server " + settings.server() + " has no zone of " + name);
    }

    private SimpleResolver resolver() {
        var resolver = new SimpleResolver(settings.server());
        resolver.setTCP(true);
        resolver.setTimeout(TIMEOUT);
        return resolver;
    }

    private Message asked(SimpleResolver resolver, Message question) throws IOException {
        try {
            return resolver.send(question);
        } catch (IOException gone) {
            throw new IOException("the DNS server " + settings.server() + " does not answer: " + gone.getMessage(), gone);
        }
    }

    private static Name name(String name) throws IOException {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException no) {
            throw new IOException(name + " is no name of DNS", no);
        }
    }
}
