package sigillo.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.corpora.Corpus;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsType;
import sigillo.dns.Zone;

/** Examples of RFC 7208 in lines of their own form: HELO is asked first, and decides where it fails. */
class StalwartCasesTest {
    @TestFactory Stream<DynamicTest> cases() {
        var all = new ArrayList<DynamicTest>();
        for (var file : List.of("a", "all", "basic", "examples", "exists", "exp", "include", "ip", "macro", "mx", "ptr", "redirect")) {
            for (var part : Corpus.text(Corpus.folder("spf-stalwart").resolve(file + ".yml")).split("(?m)^---$")) all.addAll(part(file, part));
        }
        assertEquals(163, all.size());
        return all.stream();
    }

    /** Where RFC 7208 says something else. */
    private static final Map<String, String> OTHER = Map.of(
        "all: All test sender@test.org 10.0.0.1", "section 4.6: \"ip:\" is no mechanism, and what is wrong anywhere is found",
        "basic: DNS Lookup Limits sender@ok.test.org 172.168.0.1", "section 4.6.4: ten names that lead to nothing are too many",
        "exists: Exists sender@ip6.test.org 167.1.2.3", "section 5.7: the look-up is always for A, and there is AAAA only",
        "macro: Macro expansion 2 strong-bad@email.example.com 2001:db8::cb01", "section 5.7: likewise",
        "ip: IPv6 match sender@test.org 10.1.2.3", "section 5.6: ip6 is compared with clients of IPv6; section 5 takes those"
            + " of IPv4 that are mapped for IPv4, and the suite of openspf.org has the same");

    private static List<DynamicTest> part(String file, String part) {
        var records = new ArrayList<String>();
        var tests = new ArrayList<DynamicTest>();
        boolean hasTests = false;
        var name = "";
        var domain = "";
        var sender = "";
        var ip = "";
        for (var line : part.lines().toList()) {
            var value = line.substring(line.indexOf(':') + 1).strip();
            switch (line.strip().replaceFirst("^- ", "").replaceFirst(":.*", "")) {
                case "name" -> name = value;
                case "a", "aaaa", "mx", "ptr", "exp" -> records.add(line.strip());
                case "spf" -> {
                    var asked = value.replaceFirst(" .*", " ");
                    if (hasTests) records.removeIf(record -> record.startsWith("spf: " + asked));
                    records.add("spf: " + value);
                }
                case "tests" -> hasTests = true;
                case "domain" -> domain = value;
                case "sender" -> sender = value;
                case "ip" -> ip = value;
                case "expect" -> tests.add(test(file + ": " + name + " " + sender + " " + ip, List.copyOf(records), domain, sender, ip, value));
                default -> { }
            }
        }
        return tests;
    }

    private static DynamicTest test(String name, List<String> records, String domain, String sender, String ip, String expected) {
        return DynamicTest.dynamicTest(name, () -> {
            var zone = zone(records);
            var client = InetAddress.ofLiteral(ip);
            int at = sender.lastIndexOf('@');
            var helo = Spf.check(SpfQuery.helo(client, domain, "receiver.example", Instant.EPOCH), zone);
            var outcome = helo.result() == SpfResult.FAIL || at < 0 ? helo : Spf.check(new SpfQuery(client,
                sender.substring(0, at), sender.substring(at + 1), domain, "receiver.example", Instant.EPOCH), zone);
            var words = expected.split(" ", 2);
            if (OTHER.containsKey(name)) {
                assertNotEquals(words[0], outcome.result().text(), OTHER.get(name));
                return;
            }
            assertEquals(words[0], outcome.result().text(), () -> outcome + " " + zone.asked());
            if (words.length > 1) assertEquals(words[1], outcome.explanation().orElse(""));
        });
    }

    private static Zone zone(List<String> records) {
        var zone = new Zone();
        for (var type : DnsType.values()) zone.answer("_dns_error.org", type, new DnsAnswer.Failed(DnsFailure.SERVFAIL, "an error of the case"));
        for (var type : DnsType.values()) zone.answer("_dns_error.test.org", type, new DnsAnswer.Failed(DnsFailure.SERVFAIL, "an error of the case"));
        for (var record : records) {
            var words = record.split(" +", 3);
            var values = words[2].split(", *");
            switch (words[0]) {
                case "a:", "aaaa:" -> List.of(values).forEach(v -> zone.host(words[1], v.strip()));
                case "ptr:" -> List.of(values).forEach(v -> zone.ptrOf(words[1], v.strip()));
                case "mx:" -> {
                    for (int i = 0; i < values.length; i++) {
                        zone.mx(words[1], i, "mx" + i + "." + words[1]);
                        zone.host("mx" + i + "." + words[1], values[i].strip());
                    }
                }
                default -> zone.txt(words[1], words[2]);
            }
        }
        return zone;
    }
}
