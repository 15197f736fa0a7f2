package sigillo.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.arc.ArcOutcome;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.corpora.Corpus;
import sigillo.dkim.DkimResult;
import sigillo.dmarc.DmarcPolicy;
import sigillo.dmarc.DmarcResult;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;
import sigillo.dns.Zone;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.net.Networks;
import sigillo.smtp.Origin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Whole messages of others with their DNS: what Rspamd says of them, and how people tried to look like somebody else. */
class CasesOfOthersTest {
    private static final AuthenticationSettings SETTINGS =
        new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), Duration.ofSeconds(20), Duration.ZERO);
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Other(String symbol, String why) {}

    /** Where an RFC says otherwise than Rspamd. */
    private static final Map<String, Other> OTHER = Map.of(
        "DMARC SUBDOMAIN PASS DKIM RELAXED ALIGNMENT", new Other("DMARC_POLICY_REJECT", "RFC 9989 section 4.10.2: the only record is that of"
            + " my.mom.za.org, which so is its own organization; mom.za.org is another. By the public suffix list both were of mom.za.org"),
        "DMARC PCT ZERO REJECT", new Other("DMARC_POLICY_REJECT", "RFC 9989 has no pct"),
        "SPF FAIL UNRESOLVEABLE INCLUDE", new Other("R_SPF_PERMFAIL", "RFC 7208 section 5.2: include of a domain without a record is permerror"),
        "SPF ALLOW DNS REQUESTS AT LIMIT", new Other("R_SPF_PERMFAIL", "RFC 7208 section 4.6.4: ten terms, where Rspamd has a limit of its own"),
        "DKIM Unparseable Signatures Count Towards Limit", new Other("R_DKIM_ALLOW", "RFC 6376 section 6.1 leaves the limit to us: ours is eight, the"
            + " message has six, and those that cannot be read count here too (DkimTest)"),
        "ARC ALLOW CHECK", new Other("ARC_INVALID", "RFC 6376 section 6.1.2: no key, no pass, and the file has none for"
            + " it; chains with their keys are in ArcCorporaTest"));

    @TestFactory Stream<DynamicTest> rspamd() {
        var folder = Corpus.folder("auth-rspamd");
        var zone = rspamdZone(JSON.readTree(Corpus.text(folder.resolve("dns.json"))));
        var all = new ArrayList<DynamicTest>();
        for (var one : JSON.readTree(Corpus.text(folder.resolve("cases.json")))) {
            var name = one.get("name").asString();
            all.add(DynamicTest.dynamicTest(name, () -> {
                var message = Corpus.crlf(Corpus.octets(folder.resolve("messages").resolve(one.get("message").asString())));
                var found = found(text(one, "ip", "192.0.2.99"), text(one, "mail_from", "<>"), text(one, "helo", "helo.invalid"), message, zone);
                var symbols = symbols(found);
                var expected = OTHER.containsKey(name) ? Set.of(OTHER.get(name).symbol) : texts(one.get("expect"));
                assertTrue(symbols.containsAll(expected), () -> expected + " but " + symbols + " " + Sentences.of(found));
                if (OTHER.containsKey(name)) return;
                for (var forbidden : texts(one.get("forbid"))) assertFalse(symbols.contains(forbidden), symbols::toString);
            }));
        }
        assertEquals(58, all.size());
        return all.stream();
    }

    /** In Rspamd's words. */
    private static Set<String> symbols(Findings found) {
        var all = new HashSet<String>();
        var spf = found.mailFrom().orElse(found.helo());
        all.add(switch (spf.result()) {
            case PASS -> spf.why().contains("+all") ? "R_SPF_PLUSALL" : "R_SPF_ALLOW";
            case FAIL -> "R_SPF_FAIL";
            case SOFTFAIL -> "R_SPF_SOFTFAIL";
            case NEUTRAL -> "R_SPF_NEUTRAL";
            case NONE -> "R_SPF_NA";
            case PERMERROR -> "R_SPF_PERMFAIL";
            case TEMPERROR -> "R_SPF_DNSFAIL";
        });
        if (found.dkim().isEmpty()) all.add("R_DKIM_NA");
        for (var one : found.dkim()) {
            all.add(one.isPass() ? "R_DKIM_ALLOW" : one.result() == DkimResult.PERMERROR ? "R_DKIM_PERMFAIL" : "R_DKIM_REJECT");
        }
        if (found.dmarc().result() == DmarcResult.NONE) all.add("DMARC_NA");
        if (found.dmarc().result() == DmarcResult.PASS) all.add("DMARC_POLICY_ALLOW");
        if (found.dmarc().result() == DmarcResult.FAIL) {
            all.add(found.dmarc().policy() == DmarcPolicy.NONE ? "DMARC_POLICY_SOFTFAIL" : "DMARC_POLICY_" + found.dmarc().policy());
        }
        all.add(switch (found.arc().status()) {
            case PASS -> "ARC_ALLOW";
            case FAIL -> "ARC_INVALID";
            case NONE -> "ARC_NA";
            case UNKNOWN -> "ARC_DNSFAIL";
        });
        return all;
    }

    private static Zone rspamdZone(JsonNode records) {
        var zone = new Zone();
        for (var record : records) {
            var name = record.get("name").asString();
            var type = record.get("type").asString();
            var rcode = record.has("rcode") && !record.get("rcode").isNull() ? record.get("rcode").asString() : "";
            if (type.matches("a|aaaa|mx|ptr|txt") && rcode.matches("timeout|servfail|fail")) zone.answer(name, DnsType.valueOf(type.toUpperCase()), new DnsAnswer.Failed(DnsFailure.SERVFAIL, rcode));
            for (var value : record.get("values")) {
                switch (type) {
                    case "a", "aaaa" -> zone.host(name, value.asString());
                    case "txt" -> zone.txt(name, value.asString());
                    case "ptr" -> zone.ptr(name, value.asString());
                    case "mx" -> zone.mx(name, 10, value.asString().replaceFirst("^\\d+ ", ""));
                    default -> { }
                }
            }
        }
        return zone;
    }

    /** "Composition Kills": none of them may pass as legitimate.com, whose own policy is reject. */
    @TestFactory Stream<DynamicTest> espoofer() {
        var zone = new Zone().txt("attack.com", "v=spf1 ip4:192.0.2.66 -all").txt("33.attack.com", "v=spf1 ip4:192.0.2.66 -all")
            .txt("any.attack.com", "v=spf1 ip4:192.0.2.66 -all").txt("legitimate.com", "v=spf1 ip4:192.0.2.1 -all").txt("_dmarc.legitimate.com", "v=DMARC1; p=reject");
        var all = new ArrayList<DynamicTest>();
        for (var one : JSON.readTree(Corpus.text(Corpus.folder("auth-espoofer").resolve("cases.json")))) {
            var name = one.get("name").asString();
            if (name.startsWith("client_")) continue; // RFC 6409 section 6.1: submission refuses them, see its CorporaTest
            all.add(DynamicTest.dynamicTest(name, () -> {
                var data = one.get("data");
                var message = new StringBuilder();
                for (var part : List.of("from_header", "to_header", "subject_header", "other_headers", "body")) message.append(data.get(part).asString());
                var signature = one.has("dkim_para") ? "DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=" + one.get("dkim_para").get("d").asString() + "; s="
                    + one.get("dkim_para").get("s").asString() + "; h=from; bh=AAAA; b=AAAA\r\n" : "";
                var found = found("192.0.2.66", one.get("mailfrom").asString(), one.get("helo").asString(),
                    (signature + message).getBytes(StandardCharsets.ISO_8859_1), zone);
                assertTrue(found.dmarc().result() != DmarcResult.PASS, () -> found.dmarc().toString());
                assertTrue(found.suspicion().isPresent() || found.dmarc().domain().endsWith("attack.com"), () -> found.dmarc().toString());
                assertEquals(ArcOutcome.Status.NONE, found.arc().status());
                assertTrue(found.dkim().stream().noneMatch(d -> d.isPass()));
            }));
        }
        assertEquals(10, all.size());
        return all.stream();
    }

    private static Findings found(String client, String mailFrom, String helo, byte[] message, Lookup dns) throws IOException {
        var origin = new Origin(Optional.of(InetAddress.ofLiteral(client)), helo, "ESMTP", Optional.empty(), Optional.empty());
        var octets = Octets.of(message);
        var at = Instant.parse("2025-06-01T00:00:00Z");
        var sender = Address.parse(mailFrom.replaceAll("[<>]", ""));
        var outcome = new Authentication(Domain.of("mx.victim.com"), Optional.of(dns), SETTINGS, () -> at)
            .check(origin, sender, octets, HeaderSection.read(octets, MessageLimits.DEFAULT));
        return ((Authentication.Outcome.Checked) outcome).findings().orElseThrow();
    }

    private static String text(JsonNode one, String key, String otherwise) { return one.get(key).isNull() ? otherwise : one.get(key).asString(); }

    private static Set<String> texts(JsonNode list) {
        var all = new HashSet<String>();
        list.forEach(text -> all.add(text.asString()));
        return all;
    }
}
