package sigillo.main.names;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;
import sigillo.setup.DomainLook;
import sigillo.zone.Seen;
import sigillo.zone.ZoneRecord;

/**
 * Texts in DNS that somebody may just have published: a resolver that was asked before remembers for up to hours that they
 * were not there (RFC 2308 section 5), so where it has none the servers of the zone are asked. {@code zone}: for one look.
 */
public record ZoneBehind(Lookup dns, Supplier<DomainLook.Zone> zone) implements Lookup {
    @Override public DnsAnswer ask(String name, DnsType type) {
        var answer = dns.ask(name, type);
        boolean isToAsk = type == DnsType.TXT && answer instanceof DnsAnswer.Nothing;
        if (!isToAsk) return answer;
        return zone.get().ask(name, ZoneRecord.Type.TXT) instanceof Seen.Values(var texts) && !texts.isEmpty() ? found(texts) : answer;
    }

    private static DnsAnswer found(List<String> texts) {
        return new DnsAnswer.Found(texts.stream().<DnsData>map(text ->
            new DnsData.Text(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))).toList());
    }
}
