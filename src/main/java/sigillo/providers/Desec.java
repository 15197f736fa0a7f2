package sigillo.providers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.zone.ZoneRecord.Type;

/** deSEC's API, version 1: sets of records, as zone files have their values. All of a zone are changed together or not at all. */
final class Desec implements Provider {
    private static final String DOMAINS = "/api/v1/domains/";

    private final Conversation conversation;

    Desec(Conversation conversation) { this.conversation = conversation; }

    @Override public Optional<Zone> zone(String name) throws IOException {
        var reply = conversation.get(DOMAINS + name + "/");
        if (reply.status() == 404) return Optional.empty();
        if (!reply.isDone()) throw conversation.refused(reply, "look for the zone " + name);
        return Optional.of(new Zone(name, name, reply.json().path("minimum_ttl").asInt(ProviderLimits.TTL)));
    }

    @Override public RecordSet there(Zone zone, String name, Type type) throws IOException {
        var reply = conversation.get(DOMAINS + zone.name() + "/rrsets/" + zone.relative(name) + "/" + type + "/");
        if (reply.status() == 404) return RecordSet.none(name, type);
        if (!reply.isDone()) throw conversation.refused(reply, "show the records of " + name);
        var entries = new ArrayList<Entry>();
        for (var value : reply.json().path("records")) entries.add(new Entry("", Spelling.read(type, value.asString(""))));
        if (entries.size() > ProviderLimits.ENTRIES_MAX) throw conversation.strange("too many records of " + name);
        return new RecordSet(name, type, reply.json().path("ttl").asInt(0), entries);
    }

    /** A set without records goes. */
    @Override public void change(Zone zone, List<SetChange> changes) throws IOException {
        var body = Conversation.array();
        for (var change : changes) {
            var relative = zone.relative(change.name());
            var set = body.addObject().put("subname", relative.equals("@") ? "" : relative).put("type", change.type().name())
                .put("ttl", Math.max(zone.ttlMin(), change.ttl()));
            var records = set.putArray("records");
            change.values().forEach(value -> records.add(Spelling.zoneFile(change.type(), value)));
        }
        conversation.done("PATCH", DOMAINS + zone.name() + "/rrsets/", Conversation.octets(body), "change " + zone.name());
    }
}
