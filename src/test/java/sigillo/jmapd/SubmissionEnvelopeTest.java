package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.identities.Identity;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import tools.jackson.databind.node.ObjectNode;

/** Envelopes that clients describe, and that messages have. */
class SubmissionEnvelopeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Identity ANNA = new Identity("I1", Address.of("anna@home.example"), Identity.Details.NONE, true);

    private static SubmissionEnvelope of(String json) throws SetError, MethodError {
        return SubmissionEnvelope.of((ObjectNode) JsonText.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    /** RFC 8621 section 7: names and values are without the encodings of SMTP. */
    @Test void parametersAreThoseOfSmtp() throws Exception {
        var said = of("{\"mailFrom\": {\"email\": \"anna@home.example\", \"parameters\": {\"holdfor\": \"60\", \"RET\": \"HDRS\", \"ENVID\": \"a+b =c\", "
            + "\"SMTPUTF8\": null, \"REQUIRETLS\": null, \"BODY\": \"7BIT\", \"SIZE\": \"12\"}}, \"rcptTo\": [{\"email\": \"bob@far.example\", \"parameters\": "
            + "{\"NOTIFY\": \"SUCCESS,DELAY\", \"ORCPT\": \"rfc822;b o+b@far.example\"}}, {\"email\": \"bob@far.example\"}]}");
        var envelope = said.envelope();
        assertEquals(Optional.of("a+b =c"), envelope.envid());
        assertEquals(Optional.of(Envelope.Ret.HDRS), envelope.ret());
        assertEquals(Envelope.Tls.REQUIRED, envelope.tls());
        assertTrue(envelope.smtpUtf8());
        assertEquals(Envelope.Body.SEVEN_BIT, envelope.body());
        assertEquals(1, envelope.recipients().size(), "each address once");
        assertEquals(Optional.of("rfc822;b o+b@far.example"), envelope.recipients().getFirst().originalRecipient());
        assertEquals(java.util.Set.of(Recipient.Notify.SUCCESS, Recipient.Notify.DELAY), envelope.recipients().getFirst().notifyOn());
        assertEquals(NOW.plusSeconds(60), said.sendAt(NOW, Duration.ofSeconds(10)));
    }

    @Test void whenItLeaves() throws Exception {
        var form = "{\"mailFrom\": {\"email\": \"anna@home.example\"%s}, \"rcptTo\": [{\"email\": \"bob@far.example\"}]}";
        assertEquals(NOW.plusSeconds(10), of(form.formatted("")).sendAt(NOW, Duration.ofSeconds(10)));
        var past = of(form.formatted(", \"parameters\": {\"HOLDUNTIL\": \"2026-02-01T12:00:00Z\"}"));
        assertEquals(NOW, past.sendAt(NOW, Duration.ofSeconds(10)));
        assertEquals(Optional.empty(), past.heldUntil(NOW, NOW).holdUntil());
    }

    private record Derived(String header, String from, List<String> to) {}

    private static final List<Derived> DERIVED = List.of(
        new Derived("From: Anna <ANNA@home.example>\r\nTo: b@x.example", "ANNA@home.example", List.of("b@x.example")),
        new Derived("From: other@home.example\r\nTo: b@x.example", "anna@home.example", List.of("b@x.example")),
        new Derived("From: a@y.example, b@y.example\r\nSender: anna@home.example\r\nCc: b@x.example, B@X.example\r\nBcc: c@x.example", "anna@home.example",
            List.of("b@x.example", "c@x.example")),
        new Derived("To: Friends: b@x.example, c@x.example;, d@x.example\r\nTo: e@x.example", "anna@home.example",
            List.of("b@x.example", "c@x.example", "d@x.example", "e@x.example")),
        new Derived("Subject: none", "anna@home.example", List.of()),
        new Derived("To: nobody, <>, @x.example", "anna@home.example", List.of()));

    @TestFactory Stream<DynamicTest> messagesHaveOne() {
        return DERIVED.stream().map(one -> DynamicTest.dynamicTest(one.header.replace("\r\n", " / "), () -> {
            var message = Octets.of((one.header + "\r\n\r\nHi.\r\n").getBytes(StandardCharsets.UTF_8));
            var envelope = SubmissionEnvelope.of(message, ANNA).envelope();
            assertEquals(one.from, envelope.from().sender().orElseThrow().toString());
            assertEquals(one.to, envelope.recipients().stream().map(to -> to.address().toString()).toList());
        }));
    }

    /** Whatever is said, nothing of it becomes a command of its own. */
    @TestFactory Stream<DynamicTest> anythingIsAnEnvelopeOrRefused() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            int taken = 0;
            for (int i = 0; i < 3_000; i++) {
                var said = "{\"mailFrom\": {\"email\": " + text(random) + ", \"parameters\": {" + parameters(random) + "}}, \"rcptTo\": [{\"email\": " + text(random)
                    + ", \"parameters\": {" + parameters(random) + "}}]}";
                var json = JsonText.parse(said.getBytes(StandardCharsets.UTF_8));
                if (json.isEmpty()) continue;
                try {
                    var envelope = SubmissionEnvelope.of((ObjectNode) json.get()).envelope();
                    var all = envelope.from() + " " + envelope.recipients().stream().map(to -> to.address().toString()).collect(Collectors.joining(" "));
                    assertTrue(all.chars().noneMatch(c -> c < ' '), all);
                    taken++;
                } catch (SetError | MethodError refused) {
                    assertTrue(!refused.getMessage().isEmpty());
                }
            }
            assertTrue(taken > 20, "some are taken: " + taken);
        }));
    }

    private static String text(Random random) {
        var words = List.of("a@b.example", "a@b.example", "", "x", "a@b>\\r\\nRCPT TO:<c@d", "\\\"a b\\\"@c.example", "\u00e8@b.example", "a@b.example\\u0000", "<a@b.example>");
        return random.nextInt(30) == 0 ? "7" : "\"" + words.get(random.nextInt(words.size())) + "\"";
    }

    private static String parameters(Random random) {
        var names = List.of("HOLDFOR", "HOLDUNTIL", "ENVID", "RET", "BODY", "NOTIFY", "ORCPT", "SIZE", "X Y", "A=B", "AUTH", "");
        var values = List.of("\"60\"", "null", "\"FULL\"", "\"a\\r\\nDATA\"", "\"NEVER\"", "\"rfc822;x\\n\"", "true", "\"2026-03-02T00:00:00Z\"");
        return IntStream.range(0, random.nextInt(3)).mapToObj(i -> "\"" + names.get(random.nextInt(names.size())) + "\": " + values.get(random.nextInt(values.size())))
            .distinct().collect(Collectors.joining(", "));
    }
}
