package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.net.ClientTls;
import sigillo.net.TestCertificates;
import sigillo.peers.DovecotPeer;
import sigillo.peers.Ports;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/** The relay with a real Postfix and a real Dovecot at its other end. */
@Tag("gate")
class RealServersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String BODY = "Gr\u00fc\u00dfe\r\n.\r\n..two\r\n \r\nend\r\n";
    private static final Map<String, String> ELSEWHERE = Map.of("other.test", "error:no");
    @TempDir Path folder;

    private static Carrier.Job job(String text, String... recipients) {
        var envelope = Envelope.of(ReversePath.of(Address.of("me@home.example")), Stream.of(recipients)
            .map(Address::of).map(Recipient::of).toList());
        return new Carrier.Job("entry", TraceId.fresh(), "destination", envelope,
            Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Relay relay(int port, Map<Domain, Hop> routes) {
        var settings = new RelaySettings(Domain.of("home.example"), port, routes, Optional.empty(), true,
            Optional.empty(), Set.of());
        var dns = new TableResolver(List.of("postfix.test MX 10 mx.postfix.test", "mx.postfix.test A 127.0.0.1"));
        return new Relay(settings, dns, ClientTls.verifying(), Patience.DEFAULT);
    }

    private static String kinds(List<Outcome> outcomes) {
        return String.join(" ", outcomes.stream().map(o -> switch (o) {
            case Outcome.Delivered(var reply, _, var dsn) -> "delivered" + (dsn ? "+dsn" : "") + ":" + reply.code();
            case Outcome.Bounced(var reply, _) -> "bounced:" + reply.code();
            case Outcome.Deferred(var reply, _, _) -> "deferred:" + reply.code();
            case Outcome.Unreachable(var reply, _) -> "unreachable:" + reply.code();
            case Outcome.OurFault(var why) -> "fault:" + why;
            case Outcome.Damaged(var why) -> "damaged: " + why;
            case Outcome.Rerouted _, Outcome.Paced _ -> throw new IllegalStateException("not a carrier's");
        }).toList());
    }

    @Test void postfixOverTls() throws Exception {
        assumeTrue(Program.isInstalled("postfix"), "Postfix is not installed");
        var certificate = TestCertificates.write(folder, "mx.postfix.test");
        try (var postfix = new PostfixPeer(folder, "127.0.0.1", Ports.free(), "postfix.test", ELSEWHERE,
                "smtpd_tls_security_level = may", "smtpd_tls_cert_file = " + certificate.chain(),
                    "smtpd_tls_key_file = " + certificate.key(),
                "smtpd_tls_loglevel = 1", "smtpd_tls_received_header = yes");
             var relay = relay(postfix.port(), Map.of())) {
            assertEquals("delivered+dsn:250 bounced:550 delivered+dsn:250",
                kinds(relay.carry(job("Subject: three\r\n\r\n" + BODY, "paula@postfix.test", "nobody@postfix.test",
                    "pietro@postfix.test"))));
            var big = "0123456789abcdef\r\n".repeat(500_000);
            assertEquals("delivered+dsn:250", kinds(relay.carry(job("Subject: big\r\n\r\n" + big,
                "paula@postfix.test"))));
            Program.waitUntil("all have come", LIMIT, () -> postfix.mbox("paula").contains(big.replace("\r\n", "\n"))
                && postfix.mbox("pietro").contains("end\n"));
            for (var box : List.of(postfix.mbox("paula"), postfix.mbox("pietro"))) {
                assertTrue(box.contains("\n\n" + BODY.replace("\r\n", "\n")), postfix.log());
                assertTrue(box.contains("(using TLSv1.3"), postfix.log());
            }
            long connections = Pattern.compile(": connect from").matcher(postfix.log()).results().count();
            assertEquals(1 + 1, connections, "one, and the fixture's own:\n" + postfix.log());
        }
    }

    /** What Postfix will not have: by SIZE before it is sent; in clear, because it offers nothing else. */
    @Test void postfixRefuses() {
        assumeTrue(Program.isInstalled("postfix"), "Postfix is not installed");
        try (var postfix = new PostfixPeer(folder, "127.0.0.1", Ports.free(), "postfix.test", ELSEWHERE,
                "message_size_limit = 20000", "smtpd_recipient_limit = 1");
             var relay = relay(postfix.port(), Map.of())) {
            assertEquals("bounced:552", kinds(relay.carry(job("Subject: big\r\n\r\n" + "0123456789\r\n".repeat(3_000),
                "paula@postfix.test"))));
            assertEquals("delivered+dsn:250 bounced:550 delivered+dsn:250",
                kinds(relay.carry(job("Subject: many\r\n\r\nhi\r\n", "paula@postfix.test", "nobody@postfix.test",
                    "pietro@postfix.test"))), "in two transactions");
            postfix.stop();
            assertTrue(kinds(relay.carry(job("Subject: gone\r\n\r\nhi\r\n", "paula@postfix.test")))
                .startsWith("unreachable:451"));
            postfix.start();
        }
    }

    @Test void dovecotOverLmtp() {
        assumeTrue(Program.isInstalled("dovecot") && java.nio.file.Files.exists(Path.of("/usr/lib/dovecot/lmtp")),
            "Dovecot's LMTP server is not installed");
        try (var dovecot = new DovecotPeer(folder, Ports.free(), List.of("anna", "bruno"))) {
            var agent = new Hop("127.0.0.1", dovecot.port(), Hop.Protocol.LMTP, Hop.Encryption.OPPORTUNISTIC, false,
                Optional.empty(), true);
            try (var relay = relay(25, Map.of(Domain.of("dovecot.test"), agent))) {
                for (int i = 1; i <= 2; i++) {
                    var outcomes = relay.carry(job("Subject: hi\r\n\r\n" + BODY, "anna@dovecot.test",
                        "nobody@dovecot.test", "bruno@dovecot.test"));
                    assertEquals("delivered:250 bounced:550 delivered:250", kinds(outcomes), dovecot.log());
                    for (var user : List.of("anna", "bruno")) {
                        assertEquals(i, dovecot.mails(user).size());
                        var kept = dovecot.mails(user).getFirst();
                        assertTrue(kept.endsWith("\r\n\r\n" + BODY), kept);
                    }
                }
            }
        }
    }
}
