package sigillo.providers;

import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import sigillo.base.AwsSignature;

/** Route 53, version 2013-04-01: what is deleted must be said exactly, all of a request is done or nothing. */
final class FakeRoute53 extends FakeProvider {
    static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";
    private static final String ZONE_ID = "Z1PA6795UKMFR9";
    /** An alias or a policy, in place of the values of a name. */
    String special = "";

    FakeRoute53(Path folder) throws Exception { super(folder, "route53.amazonaws.com"); }

    private static Refused no(int status, String code, String message) { return new Refused(status, error(code, message)); }

    private static String error(String code, String message) {
        return "<?xml version=\"1.0\"?>\n<ErrorResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
            + "</Message></Error><RequestId>b25f48e8</RequestId></ErrorResponse>";
    }

    @Override Said tooOften() { return Said.of(400, error("Throttling", "Rate exceeded")); }

    /** By the key that it has, over what it got. */
    private static void signed(Request request) throws Refused {
        var uri = request.exchange().getRequestURI();
        var more = request.body().isEmpty() ? Map.<String, String>of() : Map.of("content-type", request.field("Content-Type"));
        var want = new AwsSignature(KEY_ID, TOKEN, "us-east-1", "route53").headers(request.method(), URI.create("https://route53.amazonaws.com" + uri.getRawPath()),
            new TreeMap<>(request.query()), more, request.body().getBytes(StandardCharsets.UTF_8), ProvidersTest.NOW);
        if (!request.field("Authorization").equals(want.get("authorization")))
            throw no(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
    }

    @Override Said reply(Request request) throws Refused {
        signed(request);
        if (request.path().equals("/2013-04-01/hostedzonesbyname")) return Said.of(200, zones(request.query().get("dnsname")));
        var parts = request.path().split("/");
        if (!parts[3].equals(ZONE_ID)) throw no(404, "NoSuchHostedZone", "No hosted zone found with ID: " + parts[3]);
        return request.method().equals("GET") ? Said.of(200, sets(request.query())) : changed(request);
    }

    /** It goes on behind the name, and there is a private one of the same. */
    private static String zones(String from) {
        var found = new StringBuilder();
        if (from.compareTo(ZONE) <= 0 || ZONE.endsWith(from)) {
            for (boolean isPrivate : new boolean[] {true, false}) found.append("<HostedZone><Id>/hostedzone/").append(isPrivate ? "Z0PRIVATE" : ZONE_ID).append("</Id><Name>")
                .append(ZONE).append(".</Name><CallerReference>x</CallerReference><Config><Comment>a &amp; b</Comment><PrivateZone>").append(isPrivate)
                .append("</PrivateZone></Config></HostedZone>");
        }
        return "<?xml version=\"1.0\"?>\n<ListHostedZonesByNameResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><HostedZones>" + found
            + "<HostedZone><Id>/hostedzone/Z9</Id><Name>zzz.test.</Name><Config><PrivateZone>false</PrivateZone></Config></HostedZone></HostedZones><IsTruncated>false</IsTruncated>"
            + "</ListHostedZonesByNameResponse>";
    }

    private String sets(Map<String, String> query) {
        var found = rows(query.get("name"), query.get("type"));
        var values = found.stream().map(row -> "<ResourceRecord><Value>" + row.value().replace("&", "&amp;") + "</Value></ResourceRecord>").collect(Collectors.joining());
        var set = found.isEmpty() && special.isEmpty() ? "" : "<ResourceRecordSet><Name>" + query.get("name") + ".</Name><Type>" + query.get("type") + "</Type>" + special + "<TTL>"
            + (found.isEmpty() ? 60 : found.getFirst().ttl()) + "</TTL><ResourceRecords>" + values + "</ResourceRecords></ResourceRecordSet>";
        return "<?xml version=\"1.0\"?>\n<ListResourceRecordSetsResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ResourceRecordSets>" + set
            + "<ResourceRecordSet><Name>zz." + ZONE + ".</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.9</Value></ResourceRecord></ResourceRecords>"
            + "</ResourceRecordSet></ResourceRecordSets><IsTruncated>true</IsTruncated><MaxItems>2</MaxItems></ListResourceRecordSetsResponse>";
    }

    private record Change(String action, String name, String type, int ttl, List<String> values) {}

    private Said changed(Request request) throws Refused {
        if (!request.path().endsWith("/rrset/") || !request.field("Content-Type").equals("text/xml")) throw no(400, "MalformedInput", "no");
        var before = List.copyOf(rows);
        try {
            for (var change : changes(request.body())) apply(change);
        } catch (Refused no) {
            rows.clear();
            rows.addAll(before);
            throw no;
        }
        return Said.of(200, "<?xml version=\"1.0\"?>\n<ChangeResourceRecordSetsResponse><ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status></ChangeInfo></ChangeResourceRecordSetsResponse>");
    }

    private void apply(Change change) throws Refused {
        var there = rows(change.name, change.type);
        if (change.action.equals("DELETE")) {
            boolean isExact = there.stream().map(Row::value).collect(Collectors.toSet()).equals(java.util.Set.copyOf(change.values)) && there.getFirst().ttl() == change.ttl;
            if (!isExact) throw no(400, "InvalidChangeBatch", "Tried to delete resource record set but the values provided do not match the current values");
            rows.removeAll(there);
            return;
        }
        if (!there.isEmpty()) throw no(400, "InvalidChangeBatch", "Tried to create resource record set but it already exists");
        for (var value : change.values) if (!isZoneFile(change.name, change.type, value)) throw no(400, "InvalidChangeBatch", "Invalid Resource Record: " + change.type);
        change.values.forEach(value -> put(change.name, change.type, change.ttl, value));
    }

    private static List<Change> changes(String xml) throws Refused {
        try {
            var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
            var changes = new ArrayList<Change>();
            var all = document.getElementsByTagName("Change");
            for (int i = 0; i < all.getLength(); i++) {
                var one = (Element) all.item(i);
                var values = new ArrayList<String>();
                var shown = one.getElementsByTagName("Value");
                for (int j = 0; j < shown.getLength(); j++) values.add(shown.item(j).getTextContent());
                changes.add(new Change(text(one, "Action"), text(one, "Name").replaceFirst("[.]$", ""), text(one, "Type"), Integer.parseInt(text(one, "TTL")), values));
            }
            return changes;
        } catch (Exception malformed) {
            throw no(400, "MalformedXML", "" + malformed.getMessage());
        }
    }

    private static String text(Element in, String name) { return in.getElementsByTagName(name).item(0).getTextContent(); }
}
