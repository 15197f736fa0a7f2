package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import sigillo.account.Keyword;
import sigillo.account.Role;
import sigillo.authentication.AuthenticationSettings;
import sigillo.base.Octets;
import sigillo.directory.Suspected;
import sigillo.directory.Writers;
import sigillo.dkim.Algorithm;
import sigillo.dkim.Canonicalization;
import sigillo.dkim.DkimFields;
import sigillo.dkim.DkimSigner;
import sigillo.unsubscribe.OneClick;
import sigillo.message.MessageLimits;
import sigillo.message.HeaderSection;
import sigillo.https.WebAddress;
import sigillo.base.Domain;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.Zone;
import sigillo.net.Networks;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spooled;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/** Mail of which it is asked whether it comes from where it says. The client is 192.0.2.1. */
class AuthenticatedTest {
    private static final String BODY = "To: anna@home.example\r\nSubject: x\r\n\r\nHello.\r\n";

    /** Without patience. */
    private static final AuthenticationSettings AT_ONCE =
        new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), AuthenticationSettings.DEADLINE, Duration.ZERO);

    private final Zone zone = new Zone().txt("sender.example", "v=spf1 ip4:192.0.2.1 -all").txt("_dmarc.sender.example", "v=DMARC1; p=reject")
        .txt("_dmarc.bank.example", "v=DMARC1; p=reject").ptrOf("192.0.2.1", "mail.sender.example").host("mail.sender.example", "192.0.2.1")
        .txt("_dmarc.careful.example", "v=DMARC1; p=quarantine; t=y").txt("_dmarc.testing.example", "v=DMARC1; p=reject; t=y");
    private final House house = new House(Optional.of(zone), AuthenticationSettings.DEFAULT);

    @Test void whatPassesSaysSo() {
        house.toAll("From: bob@sender.example\r\n" + BODY, "anna");
        var mail = house.inbox("anna").getFirst();
        assertTrue(mail.contains("Delivered-To: anna@home.example\r\nAuthentication-Results: mx.home.example;\r\n"
            + "\tspf=pass smtp.mailfrom=bob@sender.example;\r\n\tdkim=none;\r\n\tdmarc=pass header.from=sender.example;\r\n"
            + "\tiprev=pass policy.iprev=192.0.2.1\r\nReceived: from mail.sender.example"), mail);
        assertEquals(List.of(Event.Kind.RECEIVED, Event.Kind.CHECKED, Event.Kind.FILED), house.story());
        var text = house.told.get(1).text();
        assertTrue(text.startsWith("SPF pass: 192.0.2.1 is named by sender.example's record; it says \"ip4:192.0.2.1\"; DKIM none: "), text);
        assertTrue(text.contains("DMARC pass: it is of sender.example, as the SPF record of sender.example shows"), text);
    }

    /** RFC 9989 section 7.4: taken, never refused, and put into Junk, which is made. */
    @Test void whatItsAuthorWantsRejectedGoesIntoJunk() {
        assertEquals(250, house.toAll("From: boss@bank.example\r\n" + BODY, "anna").code());
        assertEquals(List.of(), house.inbox("anna"));
        var mail = house.junk("anna").getFirst();
        assertTrue(mail.contains("dmarc=fail header.from=bank.example policy.disposition=quarantine"), mail);
        assertEquals("Filed into Junk: neither SPF nor DKIM shows that it is of bank.example, which asks for reject", house.told.getLast().text());
        house.toAll("From: boss@bank.example\r\n" + BODY, "anna");
        assertEquals(2, house.junk("anna").size());
    }

    /** Who reads by POP sees no other mailbox: it is marked instead, whichever way it comes to him. */
    @Test void suspectsInTheInboxOfWhoWantsIt() {
        house.residents.suspected("anna", Suspected.INBOX);
        house.toAll("From: boss@bank.example\r\n" + BODY, "anna");
        house.toAll("From: boss@bank.example\r\n" + BODY, "team");
        var waiting = house.queue.entries.getFirst();
        house.carrier.carry(new Carrier.Job("k", waiting.trace(), "here", waiting.envelope(), Octets.of(waiting.message())));
        house.toAll("From: bob@sender.example\r\n" + BODY, "anna");
        assertEquals(List.of(), house.junk("anna"));
        var keywords = house.account("anna");
        var marked = new ArrayList<Boolean>();
        keywords.entries(keywords.mailbox(Role.INBOX).orElseThrow().id(), sigillo.account.UidSet.ALL, entry -> marked.add(entry.keywords().contains(Keyword.JUNK)));
        assertEquals(List.of(true, true, false), marked);
        assertEquals(1, house.junk("bruno").size(), "it is anna's alone");
        assertTrue(house.told.stream().anyMatch(event -> event.text().equals(
            "Filed into the inbox, marked as junk: neither SPF nor DKIM shows that it is of bank.example, which asks for reject")));
    }

    /** Who writes to a group is who is shown to, whether its mail waits in the queue or not. */
    @Test void aGroupBelievesWhatIsShown() {
        house.residents.alias("family", "anna", "bob@sender.example", "boss@bank.example").group("family", Writers.MEMBERS);
        house.residents.alias("only", "anna").group("only", Writers.DOMAIN);
        assertEquals(250, house.toAll("From: bob@sender.example\r\n" + BODY, "family").code());
        for (var from : List.of("boss@bank.example", "eve@sender.example", "anna@home.example", "a@x.example, bob@sender.example")) {
            assertEquals(Route.CLOSED, house.toAll("From: " + from + "\r\n" + BODY, "family"), from);
            assertEquals(Route.CLOSED, house.toAll("From: " + from + "\r\n" + BODY, "only"), from);
        }
        assertEquals(Route.CLOSED, house.toAll(new ReversePath.Null(), "From: bob@sender.example\r\n" + BODY, "family"), "no one vouches");
        assertEquals(List.of("Delivered", "Sent on", "Bounced Only some may write to this address, and nobody vouches that you are one of them"),
            List.of(carried("bob@sender.example", "anna"), carried("bob@sender.example", "family"), carried("boss@bank.example", "family")));
    }

    /** What nobody has looked at is not shown to be of anybody: neither in the conversation nor from the queue. */
    @Test void whatNobodyLookedAtIsNotShown() {
        house.residents.alias("family", "anna", "bruno").group("family", Writers.MEMBERS);
        for (var origin : List.of(from("127.0.0.1", "ESMTP", Optional.empty()), from("192.0.2.1", "LMTP", Optional.empty()))) {
            deliver(house, origin, "Authentication-Results: mx.home.example; dmarc=pass header.from=home.example\r\nFrom: anna@home.example\r\n" + BODY, "team");
            var waiting = house.queue.entries.getLast();
            var job = new Carrier.Job("k" + origin, waiting.trace(), "here", waiting.envelope().to(House.recipients("family")), Octets.of(waiting.message()));
            assertInstanceOf(Outcome.Bounced.class, house.carrier.carry(job).getFirst());
            assertEquals(Route.CLOSED, deliver(house, origin, "From: anna@home.example\r\n" + BODY, "family"));
        }
        assertEquals(250, deliver(house, from("192.0.2.1", "ESMTPSA", Optional.of("anna@home.example")), "From: anna@home.example\r\n" + BODY, "family").code());
    }

    /** As it comes out of the queue, together with others. */
    private String carried(String from, String to) {
        house.toAll("From: " + from + "\r\n" + BODY, "team");
        var waiting = house.queue.entries.getLast();
        var envelope = waiting.envelope().to(House.recipients(to));
        return switch (house.carrier.carry(new Carrier.Job("k" + from + to, waiting.trace(), "here", envelope, Octets.of(waiting.message()))).getFirst()) {
            case Outcome.Delivered(var reply, _, _) -> reply.text();
            case Outcome.Bounced(var reply, _) -> "Bounced " + reply.text();
            case Outcome other -> other.toString();
        };
    }

    /** What this server itself writes, a notification, comes over no other, and every member may hear it. */
    @Test void notificationsOfOursComeToAGroup() {
        house.residents.alias("family", "anna", "bruno").group("family", Writers.MEMBERS);
        var notice = Octets.of(("From: MAILER-DAEMON@mx.home.example\r\n" + BODY).getBytes(StandardCharsets.US_ASCII));
        var envelope = Envelope.of(new ReversePath.Null(), House.recipients("family"));
        var outcome = house.carrier.carry(new Carrier.Job("n", TraceId.fresh(), "here", envelope, notice)).getFirst();
        assertTrue(outcome instanceof Outcome.Delivered, outcome::toString);
        assertEquals(1, house.inbox("bruno").size());
    }

    @Test void testingIsOneLevelLower() {
        house.toAll("From: x@careful.example\r\n" + BODY, "anna");
        assertEquals(1, house.inbox("anna").size());
        house.toAll("From: x@testing.example\r\n" + BODY, "anna");
        assertEquals(1, house.junk("anna").size());
    }

    @Test void severalFromFieldsNeverPass() {
        house.toAll("From: bob@sender.example\r\nFrom: boss@bank.example\r\n" + BODY, "anna");
        assertTrue(house.junk("anna").getFirst().contains("dmarc=permerror"));
    }

    @Test void signaturesShowIt() throws Exception {
        var generator = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encoded = generator.getPublic().getEncoded();
        var key = Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        zone.txt("s._domainkey.bank.example", "v=DKIM1; k=ed25519; p=" + key);
        var message = "From: boss@bank.example\r\n" + BODY;
        var field = new DkimSigner(Canonicalization.RELAXED, Canonicalization.RELAXED).sign(Octets.of(message.getBytes(StandardCharsets.US_ASCII)),
            List.of(new DkimSigner.SigningKey(Algorithm.ED25519_SHA256, generator.getPrivate(), "bank.example", "s")), house.clock.instant());
        house.toAll(new String(field, StandardCharsets.US_ASCII) + message, "anna");
        var mail = house.inbox("anna").getFirst();
        assertTrue(mail.contains("dkim=pass header.d=bank.example header.s=s header.a=ed25519-sha256"), mail);
        assertTrue(mail.contains("dmarc=pass header.from=bank.example"), mail);
        house.toAll(new String(field, StandardCharsets.US_ASCII) + message + "more\r\n", "anna");
        assertTrue(house.junk("anna").getFirst().contains("dkim=fail reason=\"the body was changed\" header.d=bank.example"), house.junk("anna")::getFirst);
    }

    /** RFC 8058 section 4: as the mail lies in the mailbox, what was found of its signature tells that its list may be left by one click. */
    @Test void aListIsLeftByWhatWasFoundOfItsSignature() throws Exception {
        var generator = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encoded = generator.getPublic().getEncoded();
        zone.txt("s._domainkey.bank.example", "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
        var message = "From: boss@bank.example\r\nList-Unsubscribe: <https://bank.example/leave>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" + BODY;
        var field = new String(new DkimSigner(Canonicalization.RELAXED, Canonicalization.RELAXED).sign(Octets.of(message.getBytes(StandardCharsets.US_ASCII)),
            List.of(new DkimSigner.SigningKey(Algorithm.ED25519_SHA256, generator.getPrivate(), "bank.example", "s")), house.clock.instant()), StandardCharsets.US_ASCII);
        house.toAll(field + message, "anna");
        house.toAll(field + message + "more\r\n", "anna");
        assertEquals("bank.example", offered(house.inbox("anna").getFirst()));
        assertEquals("", offered(house.junk("anna").getFirst()), "the body was changed");
    }

    private static String offered(String mail) throws Exception {
        var header = HeaderSection.read(Octets.of(mail.getBytes(StandardCharsets.ISO_8859_1)), MessageLimits.DEFAULT).header();
        return OneClick.in(header, Domain.of("mx.home.example")).map(WebAddress::host).orElse("");
    }

    /** RFC 6376 section 8.15: programs show the upper one, which nobody has signed. */
    @Test void whatIsAddedAboveASignatureTakesItsProof() throws Exception {
        var generator = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encoded = generator.getPublic().getEncoded();
        zone.txt("s._domainkey.bank.example", "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
        var message = "From: boss@bank.example\r\n" + BODY;
        var names = List.of("from", "to", "subject");
        var once = DkimFields.signed(message, names, "bank.example", "s", generator.getPrivate());
        house.toAll(once + message, "anna");
        assertTrue(house.inbox("anna").getFirst().contains("dkim=pass"), house.inbox("anna")::getFirst);
        for (var added : List.of("Subject: Your account\r\n", "To: somebody@else.example\r\n", "subject: b\r\n")) {
            house.toAll(added + once + message, "anna");
            var mail = house.junk("anna").getLast();
            assertTrue(mail.contains("dkim=policy") && mail.contains("dmarc=fail"), mail);
        }
        house.toAll("Reply-To: list@lists.example\r\n" + once + message, "anna");
        assertEquals(2, house.inbox("anna").size(), "a field that it does not cover may be added");
    }

    /** Strangers hold headers for as long as their DNS takes: of large ones there is one at a time, and others go on. */
    @Test @Timeout(60) void largeHeadersDoNotFillTheMemory() throws Exception {
        var asked = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        var here = new House(Optional.of((name, type) -> {
            if (!name.endsWith("slow.example")) return zone.ask(name, type);
            asked.countDown();
            try {
                answered.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new DnsAnswer.Nothing(false);
        }), AuthenticationSettings.DEFAULT);
        var large = "X: y\r\n".repeat(5_000) + "From: x@slow.example\r\n" + BODY;
        var first = CompletableFuture.supplyAsync(() -> here.toAll(large, "anna"));
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        assertEquals("451 4.3.2", House.code(here.toAll(large, "anna")));
        var larger = House.incoming(ReversePath.of(House.BOB), "X: y\r\n".repeat(150_000) + BODY, "anna");
        assertTrue(allocatedBy(() -> here.delivery.toAll(larger)) < 200_000, "what has no room is not read");
        assertEquals(250, here.toAll("From: bob@sender.example\r\n" + BODY, "anna").code());
        answered.countDown();
        assertEquals(250, first.get().code());
        var other = new Origin(Optional.of(InetAddress.ofLiteral("198.51.100.1")), "other.example", "ESMTP", Optional.empty(), Optional.empty());
        assertEquals(250, deliver(here, other, large).code());
        assertEquals(3, here.inbox("anna").size(), "what was refused was not kept");
    }

    /** Octets of heap that this thread takes for it. */
    private static long allocatedBy(Runnable work) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** What goes into several accounts waits in the queue, and what was found out waits with it. */
    @Test void whatWaitsGoesIntoJunkToo() {
        house.toAll("From: boss@bank.example\r\n" + BODY, "team");
        var waiting = house.queue.entries.getFirst();
        house.carrier.carry(new Carrier.Job("k", waiting.trace(), "here", waiting.envelope(), Octets.of(waiting.message())));
        assertEquals(List.of(1, 1, 0, 0), List.of(house.junk("anna").size(), house.junk("bruno").size(), house.inbox("anna").size(), house.inbox("bruno").size()));
    }

    /** Under our name only we speak, in whatever way it is written; what others say in theirs stays. */
    @TestFactory Stream<DynamicTest> wordsInOurName() {
        return Stream.of("Authentication-Results: mx.home.example; dmarc=pass", "authentication-results : MX.Home.EXAMPLE 1; dmarc=pass",
                "Authentication-Results: (comment) mx.home.example (more); dmarc=pass", "Authentication-Results: \"mx.home.example\"; dmarc=pass",
                "Authentication-Results: mx.home.example.; dmarc=pass", "Authentication-Results:\r\n mx.home.example;\r\n dmarc=pass",
                "Authentication-Results: (mx.home.example; dmarc=pass", "Authentication-Results: \"mx.home.exam\\ple\"; dmarc=pass",
                "Authentication-Results: ; dmarc=pass")
            .map(field -> DynamicTest.dynamicTest(field.replace("\r\n", "|"), () -> {
                for (var origin : List.of(House.OUTSIDE, from("127.0.0.1", "ESMTP", Optional.empty()))) {
                    var here = new House(Optional.of(zone), AuthenticationSettings.DEFAULT);
                    var theirs = "Authentication-Results: mx.other.example; spf=pass\r\n";
                    deliver(here, origin, field + "\r\nFrom: bob@sender.example\r\n" + theirs + field + "\r\nX-Last: y\r\n" + BODY);
                    var mail = here.inbox("anna").getFirst();
                    assertFalse(mail.replace("dmarc=pass header.from=sender.example", "").contains("dmarc=pass"), mail);
                    assertTrue(mail.contains("From: bob@sender.example\r\n" + theirs + "X-Last: y\r\n" + BODY), mail);
                }
            }));
    }

    /** A stranger who says in our name that mail is suspect, or is not, decides nothing. */
    @Test void strangersDecideNothing() {
        house.toAll("Authentication-Results: mx.home.example; dmarc=fail policy.disposition=quarantine\r\nFrom: bob@sender.example\r\n" + BODY, "team");
        var waiting = house.queue.entries.getFirst();
        house.carrier.carry(new Carrier.Job("k", waiting.trace(), "here", waiting.envelope(), Octets.of(waiting.message())));
        assertEquals(1, house.inbox("anna").size());
    }

    @TestFactory Stream<DynamicTest> whatIsNotAsked() {
        var user = Optional.of("anna@home.example");
        return Stream.of(from("127.0.0.1", "ESMTP", Optional.empty()), from("::1", "ESMTPS", Optional.empty()), from("192.0.2.1", "LMTP", Optional.empty()),
                from("192.0.2.1", "UTF8LMTPS", Optional.empty()), from("192.0.2.1", "ESMTPSA", user), Origin.LOCAL)
            .map(origin -> DynamicTest.dynamicTest(origin.toString(), () -> {
                var asked = new Zone();
                var here = new House(Optional.of(asked), AuthenticationSettings.DEFAULT);
                deliver(here, origin, "From: boss@bank.example\r\n" + BODY);
                boolean isOurs = origin.user().isPresent() || origin.client().isEmpty();
                assertEquals(!isOurs, here.inbox("anna").getFirst().contains("\r\nAuthentication-Results: mx.home.example; none\r\n"));
                assertEquals(1, here.inbox("anna").getFirst().split("Authentication-Results", -1).length - (isOurs ? 0 : 1));
                assertEquals(List.of(), asked.asked());
            }));
    }

    @Test void switchedOff() {
        var off = new House(Optional.of(zone), new AuthenticationSettings(false, Networks.LOOPBACK, List.of(), Duration.ofSeconds(1), Duration.ZERO));
        off.toAll("From: boss@bank.example\r\n" + BODY, "anna");
        assertFalse(off.inbox("anna").getFirst().contains("Authentication-Results"));
    }

    /** No DNS server answers: the mail waits until the deadline, and is taken. */
    @Test @Timeout(20) void dnsThatNeverAnswers() {
        var silent = new House(Optional.of((name, _) -> {
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new DnsAnswer.Failed(DnsFailure.TIMEOUT, "nobody answers for " + name);
        }), new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), Duration.ofMillis(200), Duration.ZERO));
        silent.toAll("DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=s; h=from; bh=AAAA; b=AAAA\r\nFrom: boss@bank.example\r\n" + BODY, "anna");
        var mail = silent.inbox("anna").getFirst();
        for (var method : List.of("spf", "dkim", "dmarc", "iprev")) assertTrue(mail.contains(method + "=temperror"), mail);
    }

    /** No answer is given before all that a message asks at first is under way: SPF of both names, a key, the policy, reverse DNS. */
    @Test @Timeout(60) void questionsGoSideBySide() {
        var awaited = Set.of("sender.example TXT", "mail.sender.example TXT", "s._domainkey.sender.example TXT", "_dmarc.sender.example TXT", "1.2.0.192.in-addr.arpa PTR");
        var open = ConcurrentHashMap.<String>newKeySet();
        var all = new CountDownLatch(awaited.size());
        var here = new House(Optional.of((name, type) -> {
            if (awaited.contains(name + " " + type) && open.add(name + " " + type)) all.countDown();
            try {
                if (!all.await(10, TimeUnit.SECONDS)) return new DnsAnswer.Failed(DnsFailure.TIMEOUT, "others are not asked beside " + name);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return zone.ask(name, type);
        }), AuthenticationSettings.DEFAULT);
        here.toAll("DKIM-Signature: v=1; a=rsa-sha256; d=sender.example; s=s; h=from; bh=AAAA; b=AAAA\r\nFrom: bob@sender.example\r\n" + BODY, "anna");
        assertEquals(awaited, open);
        var mail = here.inbox("anna").getFirst();
        assertTrue(mail.contains("dmarc=pass") && mail.contains("iprev=pass"), mail);
    }

    /** Whose own DNS never answers does not get round the policy of him whose name he takes. */
    @Test @Timeout(20) void slowDnsOfAStrangerExcusesNothing() {
        var slow = new House(Optional.of((name, type) -> {
            if (name.startsWith("_dmarc.")) return zone.ask(name, type);
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new DnsAnswer.Failed(DnsFailure.TIMEOUT, "nobody answers for " + name);
        }), new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), Duration.ofSeconds(1), Duration.ZERO));
        slow.toAll("DKIM-Signature: v=1; a=rsa-sha256; d=slow.example; s=s; h=from; bh=AAAA; b=AAAA\r\nFrom: boss@bank.example\r\n" + BODY, "anna");
        var mail = slow.junk("anna").getFirst();
        for (var found : List.of("spf=temperror", "dkim=temperror", "dmarc=fail")) assertTrue(mail.contains(found), mail);
    }

    /** Of two authors one whose DNS never answers does not excuse the other. */
    @Test @Timeout(20) void aSlowAuthorExcusesNoOther() {
        var slow = new House(Optional.of((name, type) -> {
            if (!name.endsWith("slow.example")) return zone.ask(name, type);
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new DnsAnswer.Failed(DnsFailure.TIMEOUT, "nobody answers for " + name);
        }), new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), Duration.ofSeconds(1), Duration.ZERO));
        slow.toAll("From: x@slow.example, boss@bank.example\r\n" + BODY, "anna");
        var mail = slow.junk("anna").getFirst();
        assertTrue(mail.contains("dmarc=fail header.from=bank.example"), mail);
    }

    /** A second author may stand behind what is read of a header. */
    @Test void aHeaderThatIsTooLongNamesNobody() {
        house.toAll("From: bob@sender.example\r\n" + "X: y\r\n".repeat(20_001) + "From: boss@bank.example\r\n" + BODY
            + "Authentication-Results: of the body\r\n", "anna");
        assertTrue(house.junk("anna").getFirst().contains("dmarc=permerror"), "not in Junk");
    }

    /** A word in our name, too: RFC 8601 section 5. */
    @TestFactory Stream<DynamicTest> wordsBehindALongHeader() {
        return Stream.of("X: y\r\n".repeat(20_001), "X: " + "y".repeat(1 << 20) + "\r\n", ("X: " + "y".repeat(900) + "\r\n").repeat(1_200))
            .flatMap(filler -> Stream.of(House.OUTSIDE, from("127.0.0.1", "ESMTP", Optional.empty()), from("192.0.2.1", "LMTP", Optional.empty()))
                .map(origin -> DynamicTest.dynamicTest(filler.length() + " octets from " + origin, () -> {
                    for (var name : List.of("Authentication-Results:", "AUTHENTICATION-results \t :")) {
                        var theirs = name + " mx.home.example; dmarc=pass header.from=bank.example\r\n";
                        for (var rest : List.of(theirs + BODY, BODY.replace("\r\n\r\n", "\r\n" + theirs + "\r\n"))) {
                            var here = new House(Optional.of(zone), AuthenticationSettings.DEFAULT); // a network has one large header a minute
                            assertEquals("552 5.3.4", House.code(deliver(here, origin, "From: bob@sender.example\r\n" + filler + rest)));
                            assertEquals(List.of(), here.inbox("anna"));
                        }
                    }
                })));
    }

    /** What begins without a field is all body, and nothing in it a word of ours. */
    @Test void aBodyWithoutHeaderIsNoLongHeader() {
        assertEquals(250, house.toAll("no field here\r\n".repeat(80_000) + "Authentication-Results: mx.home.example; dmarc=pass\r\n", "anna").code());
        var mail = house.junk("anna").getFirst();
        assertTrue(mail.contains("\r\n\r\nno field here"), () -> mail.substring(0, 600));
    }

    /** A record that asks as much as it may leaves DMARC its own questions. */
    @Test @Timeout(20) void questionsOfAStrangerExcuseNothing() {
        var records = new Zone().txt("_dmarc.bank.example", "v=DMARC1; p=reject");
        for (var sender : List.of("sender.example", "mail.sender.example")) {
            var record = new StringBuilder("v=spf1");
            for (int i = 0; i < 10; i++) {
                record.append(" mx:m").append(i).append('.').append(sender);
                for (int k = 0; k < 10; k++) records.mx("m" + i + "." + sender, k, "h" + k + ".m" + i + "." + sender);
            }
            records.txt(sender, record + " -all");
        }
        var asked = new AtomicInteger();
        var here = new House(Optional.of((name, type) -> {
            asked.incrementAndGet();
            // The bank's first answer comes when the stranger has asked all that he may.
            long until = System.nanoTime() + Duration.ofMillis(500).toNanos();
            while (name.equals("_dmarc.www.bank.example") && asked.get() < 200 && until - System.nanoTime() > 0) Thread.onSpinWait();
            return records.ask(name, type);
        }), AuthenticationSettings.DEFAULT);
        here.toAll("From: boss@www.bank.example\r\n" + BODY, "anna");
        var mail = here.junk("anna").getFirst();
        assertTrue(mail.contains("dmarc=fail header.from=www.bank.example"), mail);
    }

    private static final String SIGNED_BY_BANK = "DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=s; h=from; bh=AAAA; b=AAAA\r\nFrom: boss@bank.example\r\n" + BODY;

    /** His own key cannot be fetched now: he comes again, for a while; then it is taken as it is, and not into Junk. */
    @Test void aKeyThatCannotBeFetchedNow() {
        zone.silent("s._domainkey.bank.example");
        assertEquals("451 4.7.5", House.code(house.toAll(SIGNED_BY_BANK, "anna")));
        assertEquals(List.of(Event.Kind.RECEIVED, Event.Kind.CHECKED, Event.Kind.REFUSED), house.story());
        house.clock.advance(Duration.ofMinutes(29));
        assertEquals("451 4.7.5", House.code(house.toAll(SIGNED_BY_BANK, "anna")));
        assertEquals(List.of(), house.inbox("anna"), "nothing was kept");
        house.clock.advance(Duration.ofMinutes(1));
        assertEquals(250, house.toAll(SIGNED_BY_BANK, "anna").code());
        var mail = house.inbox("anna").getFirst();
        assertTrue(mail.contains("dkim=temperror") && mail.contains("dmarc=temperror header.from=bank.example;"), mail);
        assertFalse(mail.contains("disposition"), mail);
        assertEquals(List.of(), house.junk("anna"));
        assertEquals(250, house.toAll(SIGNED_BY_BANK, "anna").code(), "a domain whose DNS is broken for good is not delayed again today");
    }

    /** RFC 8617 section 5.2: his word may count later. A chain of somebody else's would not. */
    @Test void aForwarderWhoseKeyCannotBeFetchedNow() {
        zone.silent("s._domainkey.lists.example").silent("s._domainkey.other.example");
        var trusting = new House(Optional.of(zone), new AuthenticationSettings(true, Networks.LOOPBACK, List.of("lists.example"), AuthenticationSettings.DEADLINE, AuthenticationSettings.PATIENCE));
        assertEquals(250, trusting.toAll(sealed("other.example"), "anna").code());
        assertTrue(trusting.junk("anna").getFirst().contains("arc=temperror"), trusting.junk("anna")::getFirst);
        assertEquals("451 4.7.5", House.code(trusting.toAll(sealed("lists.example"), "anna")));
        trusting.clock.advance(Duration.ofMinutes(30));
        assertEquals(250, trusting.toAll(sealed("lists.example"), "anna").code());
        assertEquals(2, trusting.junk("anna").size(), "DMARC fails, and nobody vouches");
    }

    /** Of the bank, by a forwarder; what is in b= is of nobody. */
    private static String sealed(String sealer) {
        var hash = Base64.getEncoder().encodeToString(sigillo.base.Sha256.of("Hello.\r\n".getBytes(StandardCharsets.US_ASCII)));
        return "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=" + sealer + "; s=s; b=AAAA\r\nARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=" + sealer
            + "; s=s; h=from; bh=" + hash + "; b=AAAA\r\nARC-Authentication-Results: i=1; x; dmarc=pass header.from=bank.example\r\nFrom: boss@bank.example\r\n" + BODY;
    }

    @Test void anSpfRecordThatCannotBeFetchedNow() {
        var here = new House(Optional.of(zone.silent("bank.example")), AT_ONCE);
        var boss = ReversePath.of(sigillo.base.Address.of("boss@bank.example"));
        assertEquals(250, here.toAll(boss, "From: boss@bank.example\r\n" + BODY, "anna").code());
        var mail = here.inbox("anna").getFirst();
        assertTrue(mail.contains("spf=temperror") && mail.contains("dmarc=temperror"), mail);
        here.toAll("From: boss@bank.example\r\n" + BODY, "anna");
        assertTrue(here.junk("anna").getFirst().contains("dmarc=fail"), "of another sender it would show nothing");
    }

    /** The names of a client are his who sends: they use up no time of him whose record asks for them. */
    @Test @Timeout(20) void slowNamesOfAClientExcuseNothing() {
        zone.txt("bank.example", "v=spf1 ptr include:other.example -all").txt("other.example", "v=spf1 -all");
        var slow = new House(Optional.of((name, type) -> {
            if (!name.endsWith(".arpa")) return zone.ask(name, type);
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new DnsAnswer.Failed(DnsFailure.TIMEOUT, "nobody answers for " + name);
        }), new AuthenticationSettings(true, Networks.LOOPBACK, List.of(), Duration.ofSeconds(2), Duration.ofMinutes(30)));
        var boss = ReversePath.of(sigillo.base.Address.of("boss@bank.example"));
        assertEquals(250, slow.toAll(boss, "From: boss@bank.example\r\n" + BODY, "anna").code());
        var mail = slow.junk("anna").getFirst();
        assertTrue(mail.contains("spf=fail smtp.mailfrom=boss@bank.example") && mail.contains("dmarc=fail"), mail);
    }

    /** What the name in HELO asks for is not missing to the sender. */
    @Test void heloStarvesNobody() {
        var record = new StringBuilder("v=spf1");
        for (int i = 0; i < 10; i++) {
            record.append(" mx:m").append(i).append(".mail.sender.example");
            for (int k = 0; k < 10; k++) zone.mx("m" + i + ".mail.sender.example", k, "h" + k + ".m" + i + ".mail.sender.example");
        }
        var senders = new StringBuilder("v=spf1");
        for (int i = 0; i < 9; i++) {
            senders.append(" mx:n").append(i).append(".two.example");
            for (int k = 0; k < 10; k++) zone.mx("n" + i + ".two.example", k, "h" + k + ".n" + i + ".two.example");
        }
        zone.txt("mail.sender.example", record + " -all").txt("two.example", senders + " +all").txt("_dmarc.two.example", "v=DMARC1; p=reject");
        house.toAll(ReversePath.of(sigillo.base.Address.of("bob@two.example")), "From: bob@two.example\r\n" + BODY, "anna");
        var mail = house.inbox("anna").getFirst();
        assertTrue(mail.contains("spf=pass smtp.mailfrom=bob@two.example") && mail.contains("spf=permerror smtp.helo=mail.sender.example"), mail);
    }

    /** RFC 7208 section 6.2: whom a domain does not name, it has a word for; who asks why reads it. */
    @Test void whatADomainSaysOfIt() {
        zone.txt("bank.example", "v=spf1 -all exp=why.bank.example").txt("why.bank.example", "%{i} is not of %{d}");
        house.toAll(ReversePath.of(sigillo.base.Address.of("boss@bank.example")), "From: boss@bank.example\r\n" + BODY, "anna");
        var text = house.told.get(1).text();
        assertTrue(text.contains("bank.example says of it: \"192.0.2.1 is not of bank.example\""), text);
        zone.txt("shop.example", "v=spf1 -all exp=why.shop.example").txt("why.shop.example", "%{l1r-} has no account");
        house.toAll(ReversePath.of(sigillo.base.Address.of("jo-secret@shop.example")), "From: boss@bank.example\r\n" + BODY, "anna");
        assertTrue(house.told.stream().noneMatch(event -> event.text().contains("says of it: \"jo") || event.text().contains("has no account")), "addresses stand beside sentences");
    }

    /** RFC 7208 section 6.1: the record is another's, whose mail it is does not change. */
    @Test void redirectsSpeakForTheSender() {
        var records = new Zone().txt("sender.example", "v=spf1 redirect=bank.example").txt("bank.example", "v=spf1 +all")
            .txt("_dmarc.sender.example", "v=DMARC1; p=reject").txt("_dmarc.bank.example", "v=DMARC1; p=reject");
        var here = new House(Optional.of(records), AuthenticationSettings.DEFAULT);
        here.toAll("From: boss@bank.example\r\n" + BODY, "anna");
        assertTrue(here.junk("anna").getFirst().contains("dmarc=fail header.from=bank.example"), here.junk("anna")::getFirst);
        here.toAll("From: bob@sender.example\r\n" + BODY, "anna");
        assertTrue(here.inbox("anna").getFirst().contains("dmarc=pass header.from=sender.example"), here.inbox("anna")::getFirst);
    }

    /** A bug in one of the checks takes mail from nobody. */
    @Test void aCheckThatBreaks() {
        var broken = new House(Optional.of((_, _) -> { throw new IllegalStateException("broken"); }), AT_ONCE);
        assertEquals(250, broken.toAll("From: boss@bank.example\r\n" + BODY, "anna").code());
        assertEquals(1, broken.inbox("anna").size());
    }

    /** Mail made to ask: so many questions and no more, each once. */
    @Test void questionsAreBounded() {
        var asked = new ArrayList<String>();
        var records = new Zone();
        for (int i = 0; i < 10; i++) {
            records.txt("s" + i + ".example", "v=spf1 mx:m" + i + "a.example mx:m" + i + "b.example mx:m" + i
                + "c.example mx:m" + i + "d.example mx:m" + i + "e.example mx:m" + i + "f.example mx:m" + i + "g.example mx:m" + i + "h.example -all");
            for (var letter : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
                for (int k = 0; k < 10; k++) records.mx("m" + i + letter + ".example", k, "h" + k + letter + i + ".example");
            }
        }
        var here = new House(Optional.of((name, type) -> {
            synchronized (asked) {
                asked.add(name + " " + type);
            }
            return records.ask(name, type);
        }), AuthenticationSettings.DEFAULT);
        var origin = new Origin(House.OUTSIDE.client(), "s1.example", "ESMTP", Optional.empty(), Optional.empty());
        here.delivery.toAll(new Incoming(Envelope.of(ReversePath.of(sigillo.base.Address.of("x@s0.example")), House.recipients("anna")), origin,
            Spooled.of(("From: x@s2.example\r\n" + BODY).getBytes(StandardCharsets.US_ASCII)), TraceId.fresh()));
        assertTrue(asked.size() > 100 && asked.size() <= 200, () -> asked.size() + " questions");
        assertEquals(asked.size(), asked.stream().distinct().count());
    }

    /** All methods at once, each made to ask as much as it can: the bound of docs/authentication.md. */
    @Test void allQuestionsOfAMessageAreBounded() {
        var asked = new ArrayList<String>();
        var records = new Zone();
        for (var domain : List.of("mail.sender.example", "sender.example")) {
            var record = new StringBuilder("v=spf1");
            for (int i = 0; i < 10; i++) {
                record.append(" mx:m").append(i).append('.').append(domain);
                for (int k = 0; k < 10; k++) records.mx("m" + i + "." + domain, k, "h" + k + ".m" + i + "." + domain);
            }
            records.txt(domain, record + " -all exp=why." + domain).txt("why." + domain, "no");
        }
        for (int i = 0; i < 10; i++) records.ptrOf("192.0.2.1", "p" + i + ".example");
        var header = new StringBuilder();
        for (int i = 0; i < 20; i++) header.append("DKIM-Signature: v=1; a=rsa-sha256; d=a.b.c.d.e.f.g.x").append(i).append(".k.example; s=s; h=from; bh=AAAA; b=AAAA\r\n");
        var hash = Base64.getEncoder().encodeToString(sigillo.base.Sha256.of("Hello.\r\n".getBytes(StandardCharsets.US_ASCII)));
        for (int i = 1; i <= 50; i++) {
            records.silent("s._domainkey.l" + i + ".example").silent("m._domainkey.m" + i + ".example");
            header.append("ARC-Authentication-Results: i=" + i + "; x.example; dmarc=pass\r\nARC-Message-Signature: i=" + i + "; a=rsa-sha256; d=m" + i
                + ".example; s=m; c=relaxed/relaxed; h=from; bh=" + hash + "; b=AAAA\r\nARC-Seal: i=" + i + "; a=rsa-sha256; cv=" + (i == 1 ? "none" : "pass") + "; d=l" + i + ".example; s=s; b=AAAA\r\n");
        }
        records.txt("_dmarc.k.example", "v=DMARC1; p=reject; np=none");
        for (int i = 0; i < 8; i++) records.silent("s._domainkey.a.b.c.d.e.f.g.x" + i + ".k.example");
        header.append("From: x@a.b.c.d.e.f.g.h.i.k.example, x@a.b.c.d.e.f.g.h.j.k.example, x@a.b.c.d.e.f.g.h.l.k.example\r\n");
        var here = new House(Optional.of((name, type) -> {
            synchronized (asked) {
                asked.add(name + " " + type);
            }
            return records.ask(name, type);
        }), AT_ONCE);
        here.toAll(header + BODY, "anna");
        assertTrue(asked.size() > 250 && asked.size() <= 482, () -> asked.size() + " questions");
        assertEquals(8, asked.stream().filter(question -> question.startsWith("s._domainkey.a.b")).count());
        assertEquals(51, asked.stream().filter(question -> question.matches("[sm]\\._domainkey\\.[lm]\\d+\\.example TXT")).count());
        assertEquals(11, asked.stream().filter(question -> question.matches("p\\d\\.example A|.*arpa PTR")).count());
    }

    /** Made where its owner has none; one that is called so serves without the role. */
    @Test void junkThatIsMissing() {
        var anna = house.account("anna");
        anna.delete(anna.mailboxId(Role.JUNK).orElseThrow());
        house.toAll("From: boss@bank.example\r\n" + BODY, "anna");
        assertEquals(1, house.junk("anna").size());
        var bruno = house.account("bruno");
        bruno.delete(bruno.mailboxId(Role.JUNK).orElseThrow());
        bruno.create("Junk", Optional.empty());
        house.toAll("From: boss@bank.example\r\n" + BODY, "bruno");
        assertEquals(List.of(), house.inbox("bruno"));
        assertEquals("Filed into Junk: ", house.told.getLast().text().substring(0, 17));
    }

    private static Origin from(String client, String protocol, Optional<String> user) {
        return new Origin(Optional.of(InetAddress.ofLiteral(client)), "mail.sender.example", protocol, Optional.empty(), user);
    }

    private static SmtpReply deliver(House house, Origin origin, String message) { return deliver(house, origin, message, "anna"); }

    private static SmtpReply deliver(House house, Origin origin, String message, String to) {
        return house.delivery.toAll(new Incoming(Envelope.of(ReversePath.of(House.BOB), House.recipients(to)), origin,
            Spooled.of(message.getBytes(StandardCharsets.ISO_8859_1)), TraceId.fresh()));
    }
}
