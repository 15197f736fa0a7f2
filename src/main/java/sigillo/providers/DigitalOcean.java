package sigillo.providers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.AwsSignature;
import sigillo.zone.ZoneRecord;
import sigillo.zone.ZoneRecord.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * DigitalOcean's API, version 2. Hosts have a dot at their end as they go and none as they come; a text is one, without quotes.
 * It has no TLSA, and signs no zone.
 */
final class DigitalOcean implements Provider {
    private static final String DOMAINS = "/v2/domains/";
    private static final int PER_PAGE = 100;
    private static final int TTL_MIN = 30;
    private static final int TEXT_OCTETS_MAX = 512;

    private final Conversation conversation;

    DigitalOcean(Conversation conversation) { this.conversation = conversation; }

    @Override public Optional<String> refuses(ZoneRecord record) {
        if (record.type() == Type.TLSA) return Optional.of("DigitalOcean has no TLSA records, so " + record.name() + " stays without");
        boolean isTooLong = record.type() == Type.TXT && record.value().getBytes(StandardCharsets.UTF_8).length > TEXT_OCTETS_MAX;
        return isTooLong ? Optional.of("DigitalOcean takes no text of more than " + TEXT_OCTETS_MAX + " octets, so " + record.name() + " stays without") : Optional.empty();
    }

    @Override public Optional<Zone> zone(String name) throws IOException {
        var reply = conversation.get(DOMAINS + name);
        if (reply.status() == 404) return Optional.empty();
        if (!reply.isDone()) throw conversation.refused(reply, "look for the zone " + name);
        return Optional.of(new Zone(name, name, TTL_MIN));
    }

    @Override public RecordSet there(Zone zone, String name, Type type) throws IOException {
        var entries = new ArrayList<Entry>();
        int ttl = 0;
        for (int page = 1; page <= ProviderLimits.PAGES_MAX; page++) {
            var path = records(zone) + "?type=" + type + "&name=" + AwsSignature.encoded(name) + "&per_page=" + PER_PAGE + "&page=" + page;
            var answer = conversation.done("GET", path, new byte[0], "show the records of " + name).json();
            for (var one : answer.path("domain_records")) {
                if (!one.path("name").asString("").equalsIgnoreCase(zone.relative(name)) || !one.path("type").asString("").equals(type.name())) continue;
                entries.add(new Entry(conversation.name(one.path("id")), value(zone, type, one)));
                ttl = Math.max(ttl, one.path("ttl").asInt(0));
            }
            if (entries.size() > ProviderLimits.ENTRIES_MAX) throw conversation.strange("too many records of " + name);
            if (answer.path("links").path("pages").path("next").asString("").isEmpty()) return new RecordSet(name, type, ttl, entries);
        }
        throw conversation.strange("more pages of " + name + " than there can be");
    }

    /** {@code @} for a host is the zone itself. */
    private static String value(Zone zone, Type type, JsonNode record) {
        var data = record.path("data").asString("");
        var host = data.equals("@") ? zone.name() : data;
        if (type == Type.TXT) return data;
        return Spelling.read(type, switch (type) {
            case MX -> number(record, "priority") + " " + host;
            case SRV -> number(record, "priority") + " " + number(record, "weight") + " " + number(record, "port") + " " + host;
            case CAA -> number(record, "flags") + " " + record.path("tag").asString("") + " \"" + Spelling.withoutDot(data) + "\"";
            case A, AAAA, CNAME, NS, TLSA, TXT -> host;
        });
    }

    private static int number(JsonNode record, String field) { return record.path(field).asInt(0); }

    private static String records(Zone zone) { return DOMAINS + zone.name() + "/records"; }

    @Override public void change(Zone zone, List<SetChange> changes) throws IOException {
        for (var change : changes) Provider.write(change, writer(zone, change));
    }

    private Writes writer(Zone zone, SetChange change) {
        var doing = "change " + change.name();
        return new Writes() {
            @Override public void create(String value) throws IOException {
                conversation.done("POST", records(zone), Conversation.octets(record(zone, change, value)), doing);
            }

            @Override public void replace(Entry there, String value) throws IOException {
                conversation.done("PUT", records(zone) + "/" + there.id(), Conversation.octets(record(zone, change, value)), doing);
            }

            @Override public void delete(Entry there) throws IOException { conversation.done("DELETE", records(zone) + "/" + there.id(), new byte[0], doing); }
        };
    }

    private static ObjectNode record(Zone zone, SetChange change, String value) {
        var record = Conversation.object().put("type", change.type().name()).put("name", zone.relative(change.name())).put("ttl", change.ttl());
        var words = Spelling.words(value);
        return switch (change.type()) {
            case TXT, A, AAAA, CNAME, NS, TLSA -> record.put("data", value);
            case MX -> record.put("priority", Integer.parseInt(words[0])).put("data", words[1]);
            case SRV -> record.put("priority", Integer.parseInt(words[0])).put("weight", Integer.parseInt(words[1]))
                .put("port", Integer.parseInt(words[2])).put("data", words[3]);
            case CAA -> record.put("flags", Integer.parseInt(words[0])).put("tag", words[1]).put("data", Spelling.bare(words[2]) + ".");
        };
    }
}
