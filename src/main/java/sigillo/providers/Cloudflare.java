package sigillo.providers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.AwsSignature;
import sigillo.zone.ZoneRecord.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Cloudflare's API, version 4: zones and their records, each by a name of its own. Hosts are without a dot at their end. */
final class Cloudflare implements Provider {
    private static final String ZONES = "/client/v4/zones";
    private static final int PER_PAGE = 50;
    private static final int TTL_MIN = 60;

    private final Conversation conversation;

    Cloudflare(Conversation conversation) { this.conversation = conversation; }

    @Override public Optional<Zone> zone(String name) throws IOException {
        var found = conversation.done("GET", ZONES + "?name=" + AwsSignature.encoded(name), new byte[0], "look for the zone " + name).json().path("result");
        for (var one : found) {
            if (one.path("name").asString("").equalsIgnoreCase(name)) return Optional.of(new Zone(name, conversation.name(one.path("id")), TTL_MIN));
        }
        return Optional.empty();
    }

    @Override public RecordSet there(Zone zone, String name, Type type) throws IOException {
        var entries = new ArrayList<Entry>();
        int ttl = 0;
        for (int page = 1; page <= ProviderLimits.PAGES_MAX; page++) {
            var path = records(zone) + "?type=" + type + "&name.exact=" + AwsSignature.encoded(name) + "&per_page=" + PER_PAGE + "&page=" + page;
            var answer = conversation.done("GET", path, new byte[0], "show the records of " + name).json();
            for (var one : answer.path("result")) {
                if (!one.path("name").asString("").equalsIgnoreCase(name) || !one.path("type").asString("").equals(type.name())) continue;
                entries.add(new Entry(conversation.name(one.path("id")), value(type, one)));
                ttl = Math.max(ttl, one.path("ttl").asInt(0));
            }
            if (entries.size() > ProviderLimits.ENTRIES_MAX) throw conversation.strange("too many records of " + name);
            if (page >= answer.path("result_info").path("total_pages").asInt(1)) return new RecordSet(name, type, ttl, entries);
        }
        throw conversation.strange("more pages of " + name + " than there can be");
    }

    private static String value(Type type, JsonNode record) {
        var content = record.path("content").asString("");
        var data = record.path("data");
        return Spelling.read(type, switch (type) {
            case MX -> record.path("priority").asInt(0) + " " + content;
            case SRV -> number(data, "priority") + " " + number(data, "weight") + " " + number(data, "port") + " " + data.path("target").asString("");
            case TLSA -> number(data, "usage") + " " + number(data, "selector") + " " + number(data, "matching_type") + " " + data.path("certificate").asString("");
            case CAA -> number(data, "flags") + " " + data.path("tag").asString("") + " \"" + data.path("value").asString("") + "\"";
            case A, AAAA, CNAME, NS, TXT -> content;
        });
    }

    private static int number(JsonNode data, String field) { return data.path(field).asInt(0); }

    @Override public void change(Zone zone, List<SetChange> changes) throws IOException {
        for (var change : changes) Provider.write(change, new Writer(zone, change));
    }

    private String records(Zone zone) { return ZONES + "/" + zone.id() + "/dns_records"; }

    private final class Writer implements Writes {
        private final Zone zone;
        private final SetChange change;

        Writer(Zone zone, SetChange change) {
            this.zone = zone;
            this.change = change;
        }

        private String doing() { return "change " + change.name(); }

        /** Never through its proxy, which passes no mail on. A TTL of 1 is its own choice. */
        @Override public void create(String value) throws IOException {
            var record = record(change, value).put("ttl", change.ttl());
            if (change.type() == Type.A || change.type() == Type.AAAA || change.type() == Type.CNAME) record.put("proxied", false);
            conversation.done("POST", records(zone), Conversation.octets(record), doing());
        }

        @Override public void replace(Entry there, String value) throws IOException {
            conversation.done("PATCH", records(zone) + "/" + there.id(), Conversation.octets(record(change, value)), doing());
        }

        @Override public void delete(Entry there) throws IOException { conversation.done("DELETE", records(zone) + "/" + there.id(), new byte[0], doing()); }
    }

    private static ObjectNode record(SetChange change, String value) {
        var record = Conversation.object().put("type", change.type().name()).put("name", change.name());
        var words = Spelling.words(value);
        switch (change.type()) {
            case TXT -> record.put("content", Spelling.zoneFile(Type.TXT, value));
            case A, AAAA -> record.put("content", value);
            case CNAME, NS -> record.put("content", Spelling.withoutDot(value));
            case MX -> record.put("priority", Integer.parseInt(words[0])).put("content", Spelling.withoutDot(words[1]));
            case SRV -> record.putObject("data").put("priority", Integer.parseInt(words[0])).put("weight", Integer.parseInt(words[1]))
                .put("port", Integer.parseInt(words[2])).put("target", words[3].equals(".") ? "." : Spelling.withoutDot(words[3]));
            case TLSA -> record.putObject("data").put("usage", Integer.parseInt(words[0])).put("selector", Integer.parseInt(words[1]))
                .put("matching_type", Integer.parseInt(words[2])).put("certificate", words[3]);
            case CAA -> record.putObject("data").put("flags", Integer.parseInt(words[0])).put("tag", words[1]).put("value", Spelling.bare(words[2]));
        }
        return record;
    }
}
