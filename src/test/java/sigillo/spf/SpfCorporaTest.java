package sigillo.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.corpora.Corpus;
import sigillo.corpora.Yaml;
import sigillo.dns.DnsType;
import sigillo.dns.Zone;

/** The suites of openspf.org, each case with the DNS of its own file. */
class SpfCorporaTest {
    private static final String RECEIVER = "receiver.example";
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000);

    @TestFactory Stream<DynamicTest> rfc7208() {
        var text = Corpus.raw(Corpus.folder("spf-rfc7208").resolve("rfc7208-tests.yml"));
        return cases(text, Set.of());
    }

    @Test void allNamesAreRun() {
        var names = new TreeSet<String>();
        for (var suite : List.of("spf-rfc7208/rfc7208-tests.yml", "spf-rfc4408/rfc4408-tests-2009.10.yml")) {
            Yaml.documents(Corpus.raw(Corpus.folder(suite.replaceFirst("/.*", "")).resolve(suite.replaceFirst(".*/", ""))))
                .forEach(document -> names.addAll(map(map(document).get("tests")).keySet()));
        }
        assertEquals(136, names.size(), "no name of the older suite is missing in the newer");
    }

    /** The older suite has no name that the newer lacks; what it says of them still holds, but for those told here. */
    @TestFactory Stream<DynamicTest> rfc4408() {
        var text = Corpus.raw(Corpus.folder("spf-rfc4408").resolve("rfc4408-tests-2009.10.yml"));
        return cases(text, OTHER_IN_4408.keySet());
    }

    private static final Map<String, String> OTHER_IN_4408 = Map.of(
        "mech-at-limit", "its names lead to nothing four times: RFC 7208 section 4.6.4 allows two, RFC 4408 had no such limit");

    private static Stream<DynamicTest> cases(String text, Set<String> without) {
        var all = new ArrayList<DynamicTest>();
        for (var document : Yaml.documents(text)) {
            var zonedata = map(map(document).get("zonedata"));
            map(map(document).get("tests")).forEach((name, test) -> {
                if (!without.contains(name)) {
                    all.add(DynamicTest.dynamicTest(name, () -> check(map(test), zone(zonedata))));
                }
            });
        }
        return all.stream();
    }

    private static void check(Map<String, Object> test, Zone zone) {
        var mailFrom = (String) test.getOrDefault("mailfrom", "");
        var helo = (String) test.get("helo");
        int at = mailFrom.lastIndexOf('@');
        var client = InetAddress.ofLiteral((String) test.get("host"));
        var query = mailFrom.isEmpty() ? SpfQuery.helo(client, helo, RECEIVER, AT)
            : new SpfQuery(client, mailFrom.substring(0, Math.max(0, at)), mailFrom.substring(at + 1), helo, RECEIVER, AT);
        var outcome = Spf.check(query, zone);
        var expected = test.get("result") instanceof List<?> several ? several : List.of(test.get("result"));
        assertTrue(expected.contains(outcome.result().text()), () -> expected + " but " + outcome + " " + zone.asked());
        var explanation = (String) test.get("explanation");
        if (explanation != null) assertEquals(explanation, outcome.explanation().orElse("DEFAULT"));
    }

    /** An SPF record is a TXT record too, unless there is one or the file says that there is none. */
    private static Zone zone(Map<String, Object> data) {
        var zone = new Zone();
        data.forEach((name, rows) -> {
            var types = ((List<?>) rows).stream().filter(Map.class::isInstance).map(row -> map(row).keySet().iterator().next()).toList();
            for (var row : (List<?>) rows) {
                if (row instanceof Map<?, ?>) map(row).forEach((type, value) -> add(zone, name, type, value, types.contains("TXT")));
                else zone.silent(name);
            }
        });
        return zone;
    }

    private static void add(Zone zone, String name, String type, Object value, boolean hasTxt) {
        switch (type) {
            case "SPF" -> { if (!hasTxt) zone.txt(name, joined(value)); }
            case "TXT" -> { if (!"NONE".equals(value)) zone.txt(name, joined(value)); }
            case "A", "AAAA" -> zone.host(name, (String) value);
            case "MX" -> {
                var pair = (List<?>) value;
                zone.mx(name, Integer.parseInt((String) pair.getFirst()), (String) pair.getLast());
            }
            case "PTR" -> zone.ptr(name, (String) value);
            case "CNAME" -> zone.answer(name, DnsType.TXT, zone.ask((String) value, DnsType.TXT));
            default -> throw new IllegalArgumentException(type);
        }
    }

    private static String joined(Object value) {
        return value instanceof List<?> pieces ? String.join("", pieces.stream().map(Object::toString).toList()) : (String) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) { return (Map<String, Object>) value; }
}
