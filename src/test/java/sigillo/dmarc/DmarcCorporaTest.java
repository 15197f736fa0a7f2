package sigillo.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.corpora.Corpus;
import sigillo.dns.Zone;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Cases of RFC 9989 that others wrote, each with its own DNS. */
class DmarcCorporaTest {
    /** Where the text of the RFC says otherwise; the outcome is what it says. */
    private static final Map<String, String> OTHER = Map.of(
        "does not inherit the org policy when the author domain publishes multiple records (\u00a74.10 step 2)",
        "section 4.10 steps 2 and 6: several records are all discarded, and only a single one that says psd= ends the walk, so it"
            + " goes on to example.com, whose p=none applies: fail, and nothing is done");

    @TestFactory Stream<DynamicTest> rfc9989() {
        var cases = new ObjectMapper().readTree(Corpus.text(Corpus.folder("dmarc-rfc9989").resolve("cases.json")));
        var all = new ArrayList<DynamicTest>();
        for (var one : cases) all.add(DynamicTest.dynamicTest(one.get("name").asString(), () -> check(one)));
        return all.stream();
    }

    private static void check(JsonNode one) {
        var from = one.get("headerFrom").asString();
        var authors = new Authors(List.of(from.substring(from.indexOf('@') + 1)), 1, false);
        var query = new DmarcQuery(authors, domains(one.get("spfDomains")).stream().findFirst(), domains(one.get("dkimDomains")));
        var outcome = Dmarc.check(query, zone(one.get("zone")));
        if (OTHER.containsKey(one.get("name").asString())) {
            assertEquals(DmarcResult.FAIL, outcome.result());
            assertEquals(DmarcPolicy.NONE, outcome.policy());
            return;
        }
        for (var expected : one.get("expect")) {
            var value = expected.has("value") ? expected.get("value").asString() : "";
            switch (expected.get("path").asString() + " " + expected.get("op").asString()) {
                case "status.result equal" -> assertEquals(value, outcome.result().text(), outcome::toString);
                case "domain equal" -> assertEquals(value, outcome.organization(), outcome::toString);
                case "policy equal" -> assertEquals(value, policy(outcome, one), outcome::toString);
                // What is told of alignment there is said here by what shows it, and by failing.
                case "alignment.spf.result equal" -> assertTrue(outcome.why().endsWith("as the SPF record of mail." + value + " shows"), outcome::why);
                case "alignment.dkim.result not.ok" -> assertFalse(outcome.why().contains("DKIM"), outcome::why);
                case "alignment.dkim.strict true" -> assertTrue(record(one).isDkimStrict());
                case "rr contain" -> assertEquals(List.of(value), record(one).reports());
                case " not.property" -> assertEquals(DmarcPolicy.NONE, outcome.policy());
                default -> throw new IllegalArgumentException(expected.toString());
            }
        }
    }

    /** What is published, for a message that passes: the outcome has it only for one that fails. */
    private static String policy(DmarcOutcome outcome, JsonNode one) {
        if (outcome.result() != DmarcResult.PASS) return outcome.policy().text();
        return record(one).policy().orElseThrow().text();
    }

    private static DmarcRecord record(JsonNode one) {
        return DmarcRecord.parse(one.get("zone").properties().iterator().next().getValue().get("TXT").get(0).get(0).asString()).orElseThrow();
    }

    private static List<String> domains(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(d -> d.isObject() ? d.get("domain").asString() : d.asString()).toList();
    }

    private static Zone zone(JsonNode data) {
        var zone = new Zone();
        data.properties().forEach(entry -> entry.getValue().properties().forEach(records -> {
            for (var record : records.getValue()) {
                switch (records.getKey()) {
                    case "TXT" -> zone.txt(entry.getKey(), String.join("", StreamSupport.stream(record.spliterator(), false).map(JsonNode::asString).toList()));
                    case "A" -> zone.host(entry.getKey(), record.asString());
                    case "MX" -> zone.mx(entry.getKey(), record.get("priority").asInt(), record.get("exchange").asString());
                    default -> throw new IllegalArgumentException(records.getKey());
                }
            }
        }));
        return zone;
    }
}
