package sigillo.providers;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sigillo.base.AwsSignature;
import sigillo.providers.Conversation.Line;
import sigillo.providers.Conversation.Reply;
import sigillo.zone.ZoneRecord.Type;

/**
 * Route 53 of AWS, version 2013-04-01, in XML. What is changed is taken away as it was read and made anew, all together or not
 * at all: what somebody else has changed meanwhile is not written over.
 */
final class Route53 implements Provider {
    private static final String VERSION = "/2013-04-01";
    /** Of the whole world; it is signed for one. */
    private static final String REGION = "us-east-1";
    private static final int TTL_MIN = 1;
    /** Zones of one name, of which one is public. */
    private static final int ZONES_MAX = 20;

    private final Conversation conversation;

    Route53(Conversation conversation) { this.conversation = conversation; }

    static Conversation conversation(Line line, Access access) {
        var signature = new AwsSignature(access.id(), access.token(), REGION, "route53");
        return new Conversation(line, (method, path, body) -> {
            int query = path.indexOf('?');
            var place = URI.create("https://" + line.host() + (query < 0 ? path : path.substring(0, query)));
            return signature.headers(method, place, query < 0 ? Map.of() : parts(path.substring(query + 1)),
                body.length == 0 ? Map.of() : Map.of("content-type", "text/xml"), body, line.clock().instant());
        }, Route53::isBusy);
    }

    /** Not written as the signature writes it: only letters, digits, hyphens, dots and underscores are in it. */
    private static Map<String, String> parts(String query) {
        var parts = new TreeMap<String, String>();
        for (var part : query.split("&")) parts.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
        return parts;
    }

    /** Five requests a second; a change before may not be done yet. */
    private static boolean isBusy(Reply reply) {
        if (reply.status() != 400 && reply.status() != 503) return false;
        var code = Route53Answer.parse(reply.body()).map(Route53Answer::code).orElse("");
        return code.equals("Throttling") || code.equals("PriorRequestNotComplete") || code.equals("ThrottlingException");
    }

    private Route53Answer done(String method, String path, byte[] body, String doing) throws IOException {
        var reply = conversation.ask(method, path, body);
        var answer = Route53Answer.parse(reply.body());
        if (reply.isDone()) return answer.orElseThrow(() -> conversation.strange("no XML"));
        var why = answer.map(one -> one.code() + ": " + one.message()).orElse("status " + reply.status());
        throw new IOException(conversation.title() + " does not " + doing + ": " + Conversation.clean(why));
    }

    @Override public Optional<Zone> zone(String name) throws IOException {
        var answer = done("GET", VERSION + "/hostedzonesbyname?dnsname=" + name + "&maxitems=" + ZONES_MAX, new byte[0], "look for the zone " + name);
        for (var zone : answer.zones()) {
            if (!zone.name().equals(name + ".") || zone.isPrivate()) continue;
            var id = zone.id().replaceFirst("^/hostedzone/", "");
            if (!id.matches("[A-Z0-9]{1,32}")) throw conversation.strange("a zone without an id");
            return Optional.of(new Zone(name, id, TTL_MIN));
        }
        return Optional.empty();
    }

    /** The listing begins at the set, which is on its first page or nowhere; only one that is split is on several. */
    @Override public RecordSet there(Zone zone, String name, Type type) throws IOException {
        var path = VERSION + "/hostedzone/" + zone.id() + "/rrset?maxitems=2&name=" + name + "&type=" + type;
        for (var set : done("GET", path, new byte[0], "show the records of " + name).sets()) {
            if (!set.name().equals(name + ".") || !set.type().equals(type.name())) continue;
            if (set.isSpecial()) throw new IOException("Route 53 answers for " + name + " by an alias or a routing policy, which is left as it is: change it at the console");
            var entries = set.values().stream().map(value -> new Entry(value, Spelling.read(type, value))).toList();
            return new RecordSet(name, type, set.ttl(), entries);
        }
        return RecordSet.none(name, type);
    }

    @Override public void change(Zone zone, List<SetChange> changes) throws IOException {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ChangeResourceRecordSetsRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">")
            .append("<ChangeBatch><Changes>");
        for (var change : changes) {
            var there = change.there().entries().stream().map(Entry::id).toList();
            if (!there.isEmpty()) append(xml, "DELETE", change, there, change.there().ttl());
            var values = change.values().stream().map(value -> Spelling.zoneFile(change.type(), value)).toList();
            if (!values.isEmpty()) append(xml, "CREATE", change, values, change.ttl());
        }
        xml.append("</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>");
        done("POST", VERSION + "/hostedzone/" + zone.id() + "/rrset/", xml.toString().getBytes(StandardCharsets.UTF_8), "change " + zone.name());
    }

    private static void append(StringBuilder xml, String action, SetChange change, List<String> values, int ttl) {
        xml.append("<Change><Action>").append(action).append("</Action><ResourceRecordSet><Name>").append(change.name()).append(".</Name><Type>")
            .append(change.type()).append("</Type><TTL>").append(ttl).append("</TTL><ResourceRecords>");
        values.forEach(value -> xml.append("<ResourceRecord><Value>").append(escaped(value)).append("</Value></ResourceRecord>"));
        xml.append("</ResourceRecords></ResourceRecordSet></Change>");
    }

    private static String escaped(String value) { return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"); }
}
