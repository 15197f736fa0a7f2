package sigillo.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.corpora.Corpus;
import sigillo.dkim.Algorithm;
import sigillo.dkim.Canonicalization;
import sigillo.dkim.DkimSigner;
import sigillo.dns.Lookup;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.net.Networks;
import sigillo.peers.OpenDmarcPeer;
import sigillo.peers.Program;
import sigillo.peers.RspamdPeer;
import sigillo.peers.UnboundPeer;
import sigillo.resolver.DnsLookup;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.ResolverSettings;
import sigillo.smtp.Origin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Rspamd and OpenDMARC of Debian judge the same messages by the same DNS, an Unbound. Both keep to RFC 7489, with its list of
 * public suffixes: where they say otherwise than we it is listed, and why we are right.
 */
@Tag("gate")
class OthersVerdictsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIENT = "192.0.2.77";

    /** By the name of the case: what the other says, and why not. */
    private record Other(String verdict, String why) {}

    private static final Other RELAXED_ALIGNMENT = new Other("pass", "RFC 9989 section 4.10.2: the only record is that of my.mom.za.org, which so is its own"
        + " organization, and mom.za.org another. By the list of public suffixes both are of mom.za.org");

    private static final Map<String, Other> RSPAMD = Map.of(
        "rspamd DMARC SUBDOMAIN PASS DKIM RELAXED ALIGNMENT", RELAXED_ALIGNMENT,
        "rspamd DMARC PCT ZERO REJECT", new Other("fail quarantine", "RFC 9989 section 4.7 has no pct"),
        "rspamd DMARC REJECT FAIL", new Other("permerror", "RFC 9989 section 4.10: its two records are discarded, and sp=reject above applies"),
        "does not inherit the org policy when the author domain publishes multiple records (\u00a74.10 step 2)", new Other("permerror",
            "RFC 9989 section 4.10: several records are discarded, and the walk goes on to one that asks for nothing"),
        "uses a record published at an intermediate label marked psd=n as the org domain", new Other("fail none", "RFC 9989 section 4.7 has psd=, RFC 7489 has not"),
        "applies np for a non-existent (NXDOMAIN) author subdomain", new Other("fail none", "RFC 9989 section 4.7 has np=, RFC 7489 has not"),
        "t=y downgrades quarantine to none for a failing message", new Other("fail quarantine", "RFC 9989 section 4.7 has t=, RFC 7489 has not"),
        "applies no DMARC processing for a record with no p and no rua", new Other("fail none",
            "RFC 9989 section 4.10.1: without p= and without reports a record asks for nothing at all"));

    private static final Map<String, Other> OPENDMARC = Map.of(
        "rspamd DMARC SUBDOMAIN PASS DKIM RELAXED ALIGNMENT", RELAXED_ALIGNMENT,
        "applies no DMARC processing for a record with no p and no rua", new Other("permerror",
            "RFC 9989 section 4.10.1: without p= and without reports a record asks for nothing at all"),
        "ignores a record whose version value has trailing garbage (v=DMARC1x)", new Other("permerror",
            "RFC 9989 section 4.10: what does not begin with v=DMARC1 is no record, and of no record nothing can be wrong"));

    private record MailCase(String name, byte[] message, String client, String helo, String sender) {}

    @TempDir Path folder;

    private final List<String> records = new ArrayList<>();
    private final List<String> suffixes = new ArrayList<>(List.of("com", "net", "org", "ru", "tk", "za", "za.org", "za.net", "co.za", "org.za", "example"));
    private final List<MailCase> cases = new ArrayList<>();
    private KeyPair key;

    @Test void rspamdAgrees() throws Exception {
        assumeTrue(RspamdPeer.isInstalled() && Program.isInstalled("unbound"), "Rspamd or Unbound is not installed");
        gather();
        try (var unbound = new UnboundPeer(folder, records); var rspamd = new RspamdPeer(folder, unbound.address(), suffixes)) {
            var dns = lookup(unbound);
            compare(RSPAMD, one -> verdict(found(one, dns), true),
                one -> rspamd(rspamd.symbols(one.message, one.client, one.helo, one.sender)));
        }
    }

    @Test void openDmarcAgrees() throws Exception {
        assumeTrue(OpenDmarcPeer.isUsable(), "OpenDMARC or Unbound is not installed, or not root");
        gather();
        try (var unbound = new UnboundPeer(folder, records); var opendmarc = new OpenDmarcPeer(folder, records, suffixes)) {
            var dns = lookup(unbound);
            compare(OPENDMARC, one -> verdict(found(one, dns), false), one -> opendmarc(opendmarc, one, found(one, dns)));
        }
    }

    private interface Judge {
        String of(MailCase one) throws Exception;
    }

    /** Those that differ are the listed ones, each with the verdict that is listed. */
    private void compare(Map<String, Other> listed, Judge ours, Judge theirs) throws Exception {
        var expected = new TreeMap<String, String>();
        listed.forEach((name, other) -> expected.put(name, other.verdict));
        var differing = new TreeMap<String, String>();
        var all = new StringBuilder();
        for (var one : cases) {
            var we = ours.of(one);
            var they = theirs.of(one);
            all.append(one.name).append(": ").append(we).append(" / ").append(they).append('\n');
            if (!we.equals(they)) differing.put(one.name, they);
        }
        assertEquals(expected, differing, all::toString);
    }

    private static String verdict(Findings found, boolean withPolicy) {
        var dmarc = found.dmarc();
        return dmarc.result().text() + (withPolicy && dmarc.result().text().equals("fail") ? " " + dmarc.policy().text() : "");
    }

    private static String rspamd(java.util.Set<String> symbols) {
        for (var symbol : symbols) {
            switch (symbol) {
                case "DMARC_POLICY_ALLOW", "DMARC_POLICY_ALLOW_WITH_FAILURES" -> { return "pass"; }
                case "DMARC_POLICY_REJECT" -> { return "fail reject"; }
                case "DMARC_POLICY_QUARANTINE" -> { return "fail quarantine"; }
                case "DMARC_POLICY_SOFTFAIL" -> { return "fail none"; }
                case "DMARC_NA" -> { return "none"; }
                case "DMARC_DNSFAIL" -> { return "temperror"; }
                case "DMARC_BAD_POLICY" -> { return "permerror"; }
                default -> { }
            }
        }
        return "nothing";
    }

    /** It is told what we found of SPF and DKIM. */
    private static String opendmarc(OpenDmarcPeer peer, MailCase one, Findings found) throws Exception {
        var results = new StringBuilder(OpenDmarcPeer.SERVER + "; spf=" + found.mailFrom().orElse(found.helo()).result().text() + " smtp.mailfrom="
            + found.mailFrom().orElse(found.helo()).domain());
        found.dkim().stream().filter(d -> !d.domain().isEmpty())
            .forEach(d -> results.append("; dkim=").append(d.result().text()).append(" header.d=").append(d.domain()));
        var header = new ArrayList<Map.Entry<String, String>>(List.of(Map.entry("Authentication-Results", results.toString())));
        for (var field : HeaderSection.read(Octets.of(one.message), MessageLimits.DEFAULT).header().all("From")) header.add(Map.entry("From", field.raw()));
        return peer.verdict(one.client, one.helo, one.sender, header).result();
    }

    private static Lookup lookup(UnboundPeer unbound) {
        var port = Integer.parseInt(unbound.address().replaceFirst(".*:", ""));
        return new DnsLookup(new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), Duration.ofSeconds(2), 1_000)));
    }

    private static Findings found(MailCase one, Lookup dns) throws Exception {
        var origin = new Origin(Optional.of(InetAddress.ofLiteral(one.client)), one.helo, "ESMTP", Optional.empty(), Optional.empty());
        var settings = new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), Duration.ofSeconds(20), Duration.ZERO);
        var octets = Octets.of(one.message);
        var outcome = new Authentication(Domain.of("mx.home.test"), Optional.of(dns), settings, Instant::now)
            .check(origin, Address.parse(one.sender), octets, HeaderSection.read(octets, MessageLimits.DEFAULT));
        return ((Authentication.Outcome.Checked) outcome).findings().orElseThrow();
    }

    private void gather() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        key = generator.generateKeyPair();
        rspamdsOwn();
        var listed = JSON.readTree(Corpus.text(Corpus.folder("dmarc-rfc9989").resolve("cases.json")));
        for (int i = 0; i < listed.size(); i++) rfc9989(listed.get(i), ".c" + i);
        assertEquals(58 + 18, cases.size());
    }

    private void rspamdsOwn() {
        var own = Corpus.folder("auth-rspamd");
        for (var record : JSON.readTree(Corpus.text(own.resolve("dns.json")))) {
            var name = record.get("name").asString();
            var rcode = record.has("rcode") ? record.get("rcode").asString("") : "";
            if (rcode.matches("timeout|servfail|fail") && !records.contains(name + ". REFUSED")) records.add(name + ". REFUSED");
            for (var value : record.get("values")) add(name, record.get("type").asString().toUpperCase(), value.asString());
        }
        for (var one : JSON.readTree(Corpus.text(own.resolve("cases.json")))) {
            var message = Corpus.crlf(Corpus.octets(own.resolve("messages").resolve(one.get("message").asString())));
            cases.add(new MailCase("rspamd " + one.get("name").asString(), message, text(one, "ip", CLIENT), text(one, "helo", "helo.invalid"),
                text(one, "mail_from", "").replaceAll("[<>]", "")));
        }
    }

    private static String text(JsonNode one, String name, String otherwise) { return one.get(name).isNull() ? otherwise : one.get(name).asString(); }

    /** All its names end in a domain of the case's own, since each case has another DNS. */
    private void rfc9989(JsonNode one, String suffix) throws Exception {
        suffixes.addAll(List.of(suffix.substring(1), "com" + suffix, "example" + suffix));
        one.get("zone").properties().forEach(name -> name.getValue().properties().forEach(type -> {
            for (var value : type.getValue()) {
                var text = value.isArray() ? String.join("", value.valueStream().map(JsonNode::asString).toList()) : value.isObject() ? value.get("exchange").asString() : value.asString();
                add(name.getKey() + suffix, type.getKey(), text);
            }
        }));
        var message = "From: " + one.get("headerFrom").asString() + suffix + "\r\nTo: anna@home.test\r\nSubject: x\r\nDate: Sun, 29 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@x.test>\r\n\r\nHello.\r\n";
        for (var domain : one.get("dkimDomains")) {
            var name = (domain.isObject() ? domain.get("domain").asString() : domain.asString()) + suffix;
            add("s._domainkey." + name, "TXT", "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(key.getPublic().getEncoded()));
            var field = new DkimSigner(Canonicalization.RELAXED, Canonicalization.RELAXED).sign(Octets.of(message.getBytes(StandardCharsets.US_ASCII)),
                List.of(new DkimSigner.SigningKey(Algorithm.RSA_SHA256, key.getPrivate(), name, "s")), Instant.now());
            message = new String(field, StandardCharsets.US_ASCII) + message;
        }
        var sender = "";
        for (var domain : one.get("spfDomains")) {
            sender = "x@" + (domain.isObject() ? domain.get("domain").asString() : domain.asString()) + suffix;
            add(sender.substring(2), "TXT", "v=spf1 ip4:" + CLIENT + " -all");
        }
        cases.add(new MailCase(one.get("name").asString(), message.getBytes(StandardCharsets.US_ASCII), CLIENT, "helo.invalid", sender));
    }

    private void add(String name, String type, String value) {
        if (name.matches(".*[^A-Za-z0-9._-].*")) return;
        records.add(name + ". " + switch (type) {
            case "TXT" -> "TXT " + quoted(value);
            case "MX" -> "MX 10 " + value.replaceFirst("^\\d+ ", "").replaceFirst("\\.?$", ".");
            case "PTR" -> "PTR " + value.replaceFirst("\\.?$", ".");
            default -> type + " " + value;
        });
    }

    private static String quoted(String value) {
        var quoted = new StringBuilder();
        for (int at = 0; at == 0 || at < value.length(); at += 250) {
            quoted.append(at == 0 ? "" : " ").append('"').append(value.substring(at, Math.min(value.length(), at + 250)).replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return quoted.toString();
    }
}
