package sigillo.providers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.zone.ZoneRecord.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * DNS in the API of the Hetzner Cloud, version 1 (2025), which has taken the place of the DNS Console's: sets of records, as
 * zone files have their values.
 */
final class Hetzner implements Provider {
    private static final String ZONES = "/v1/zones/";
    private static final int TTL_MIN = 60;

    private final Conversation conversation;

    Hetzner(Conversation conversation) { this.conversation = conversation; }

    @Override public Optional<Zone> zone(String name) throws IOException {
        var reply = conversation.get(ZONES + name);
        if (reply.status() == 404) return Optional.empty();
        if (!reply.isDone()) throw conversation.refused(reply, "look for the zone " + name);
        var zone = reply.json().path("zone");
        if (!zone.path("mode").asString("primary").equals("primary")) throw new IOException("Hetzner only copies the zone " + name + " from elsewhere: it is changed there");
        return Optional.of(new Zone(name, conversation.name(zone.path("id")), TTL_MIN));
    }

    @Override public RecordSet there(Zone zone, String name, Type type) throws IOException {
        var reply = conversation.get(set(zone, name, type));
        if (reply.status() == 404) return RecordSet.none(name, type);
        if (!reply.isDone()) throw conversation.refused(reply, "show the records of " + name);
        var set = reply.json().path("rrset");
        var entries = new ArrayList<Entry>();
        for (var one : set.path("records")) entries.add(new Entry(one.path("comment").asString(""), Spelling.read(type, one.path("value").asString(""))));
        if (entries.size() > ProviderLimits.ENTRIES_MAX) throw conversation.strange("too many records of " + name);
        int ttl = set.path("ttl").asInt(0);
        return new RecordSet(name, type, ttl == 0 ? ProviderLimits.TTL : ttl, entries);
    }

    private static String sets(Zone zone) { return ZONES + zone.id() + "/rrsets"; }

    private static String set(Zone zone, String name, Type type) { return sets(zone) + "/" + zone.relative(name) + "/" + type; }

    @Override public void change(Zone zone, List<SetChange> changes) throws IOException {
        for (var change : changes) {
            var doing = "change " + change.name();
            var path = set(zone, change.name(), change.type());
            if (change.values().isEmpty()) {
                tell(conversation.done("DELETE", path, new byte[0], doing).json(), doing);
            } else if (change.there().entries().isEmpty()) {
                var body = records(change).put("name", zone.relative(change.name())).put("type", change.type().name()).put("ttl", change.ttl());
                tell(conversation.done("POST", sets(zone), Conversation.octets(body), doing).json(), doing);
            } else {
                tell(conversation.done("POST", path + "/actions/set_records", Conversation.octets(records(change)), doing).json(), doing);
            }
        }
    }

    /** What others have noted beside a value stays. */
    private static ObjectNode records(SetChange change) {
        var body = Conversation.object();
        var records = body.putArray("records");
        for (var value : change.values()) {
            var one = records.addObject().put("value", Spelling.zoneFile(change.type(), value));
            change.there().entries().stream().filter(there -> there.value().equals(value) && !there.id().isEmpty()).findFirst()
                .ifPresent(there -> one.put("comment", there.id()));
        }
        return body;
    }

    /** What is asked is done a little later; some that cannot be says so at once. */
    private void tell(JsonNode answer, String doing) throws IOException {
        var action = answer.path("action");
        if (action.path("status").asString("").equals("error"))
            throw new IOException("Hetzner does not " + doing + ": " + Conversation.clean(action.path("error").path("message").asString("")));
    }
}
