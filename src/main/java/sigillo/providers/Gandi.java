package sigillo.providers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.zone.ZoneRecord.Type;

/** LiveDNS of Gandi, version 5: sets of records, as zone files have their values. */
final class Gandi implements Provider {
    private static final String DOMAINS = "/v5/livedns/domains/";
    private static final int TTL_MIN = 300;

    private final Conversation conversation;

    Gandi(Conversation conversation) { this.conversation = conversation; }

    @Override public Optional<Zone> zone(String name) throws IOException {
        var reply = conversation.get(DOMAINS + name);
        // 403: of somebody else
        if (reply.status() == 404 || reply.status() == 403) return Optional.empty();
        if (!reply.isDone()) throw conversation.refused(reply, "look for the zone " + name);
        return Optional.of(new Zone(name, name, TTL_MIN));
    }

    @Override public RecordSet there(Zone zone, String name, Type type) throws IOException {
        var reply = conversation.get(set(zone, name, type));
        if (reply.status() == 404) return RecordSet.none(name, type);
        if (!reply.isDone()) throw conversation.refused(reply, "show the records of " + name);
        var entries = new ArrayList<Entry>();
        for (var value : reply.json().path("rrset_values")) entries.add(new Entry("", Spelling.read(type, value.asString(""))));
        if (entries.size() > ProviderLimits.ENTRIES_MAX) throw conversation.strange("too many records of " + name);
        return new RecordSet(name, type, reply.json().path("rrset_ttl").asInt(0), entries);
    }

    private static String set(Zone zone, String name, Type type) { return DOMAINS + zone.name() + "/records/" + zone.relative(name) + "/" + type; }

    @Override public void change(Zone zone, List<SetChange> changes) throws IOException {
        for (var change : changes) {
            var doing = "change " + change.name();
            var path = set(zone, change.name(), change.type());
            if (change.values().isEmpty()) {
                conversation.done("DELETE", path, new byte[0], doing);
                continue;
            }
            var body = Conversation.object().put("rrset_ttl", change.ttl());
            var values = body.putArray("rrset_values");
            change.values().forEach(value -> values.add(Spelling.zoneFile(change.type(), value)));
            conversation.done("PUT", path, Conversation.octets(body), doing);
        }
    }
}
