package sigillo.lists;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Recipients.Resolved;
import sigillo.directory.Town;
import sigillo.directory.Writer;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.queue.Outgoing;
import sigillo.queue.QueueId;
import sigillo.sealing.Secret;
import sigillo.signing.Signer;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.PartitionName;
import sigillo.store.cassandra.CassandraStore;
import sigillo.store.cassandra.OneNode;
import sigillo.trace.TraceId;

/** Who comes to a list, who may write to it, what members get, what is never answered, and how much of all that there is. */
class ListsTest {
    private static final Address NEWS = Address.of("news@home.example");
    private static final Address EVE = Address.of("eve@remote.example");

    private final Town town = new Town().domain("home.example").account("anna@home.example").account("bob@home.example")
        .alias("@home.example", "bob@home.example");
    private final Random random = new Random(5);
    private Instant now = Instant.parse("2026-11-29T10:00:00Z");
    private final Lists lists = new Lists(town.directory, town.store, Secret.take(new byte[Secret.OCTETS]), random::nextBytes, () -> now);
    private final List<Outgoing> queued = new ArrayList<>();
    private final List<Member> paused = new ArrayList<>();
    private final ListLetters letters = new ListLetters(lists, "https://mx.home.example", this::enqueue, Signer.NONE, random::nextBytes, () -> now);
    private final List<String> held = new ArrayList<>();
    private Moderation.Ways ways;
    private Optional<String> suspicion = Optional.empty();
    private final Posting posting = new Posting(lists, letters, this::enqueue,
        (message, _) -> Octets.concat(List.of(Octets.of("X-Signed: yes\r\n".getBytes(StandardCharsets.US_ASCII)), message)),
        (message, _) -> Octets.concat(List.of(Octets.of("X-Sealed: yes\r\n".getBytes(StandardCharsets.US_ASCII)), message)));
    private final Moderation moderation = new Moderation(lists, letters, posting, (_, _) -> suspicion, new Moderation.Notices() {
        @Override public void paused(MailList list, Member member) { paused.add(member); }

        @Override public void held(MailList list, HeldPost post, Moderation.Ways waysOfIt) {
            held.add(post.author() + " " + waysOfIt.page());
            ways = waysOfIt;
        }
    });
    private final ListDoor door = new ListDoor(lists, letters, moderation);
    private final ListCarrier carrier = new ListCarrier(Domain.of("mx.home.example"), lists, letters, posting, moderation);
    private final MailList news = Town.done(lists.add(NEWS, "The News", Address.of("anna@home.example"), Posts.MEMBERS));

    ListsTest() { town.directory.programs(lists::resolved); }

    private List<QueueId> enqueue(List<Outgoing> all) {
        queued.addAll(all);
        return all.stream().map(_ -> new QueueId("Q1")).toList();
    }

    private static String text(Outgoing outgoing) {
        try {
            return new String(outgoing.message().bytes(0, outgoing.message().length(), 1 << 20), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String carry(String from, String to, String fields) {
        var message = "Received: from x by mx.home.example\r\n" + fields + "Subject: hello\r\n\r\nHello.\r\n";
        var path = from.isEmpty() ? new ReversePath.Null() : ReversePath.of(Address.of(from));
        var envelope = Envelope.of(path, List.of(Recipient.of(Address.of(to))));
        var job = new Carrier.Job("k", TraceId.fresh(), "here/lists", envelope, Octets.of(message.getBytes(StandardCharsets.UTF_8)));
        return switch (carrier.carry(job).getFirst()) {
            case Outcome.Delivered _ -> "delivered";
            case Outcome.Bounced(var reply, _) -> "bounced " + reply.code();
            case Outcome.Deferred(var reply, _, _) -> "deferred " + reply.code();
            case Outcome other -> other.toString();
        };
    }

    private String from(Address author) { return "From: " + author + "\r\n"; }

    private Member joined(String address) {
        lists.join(news, Address.of(address));
        return lists.member(news, Address.of(address)).orElseThrow();
    }

    private Address bounce(Member member) {
        return news.at("bounce-" + member.number() + "-" + lists.token("bounce", news, member.number() + ""));
    }

    // ---- addresses ----

    record Case(String rest, Optional<ListPart> part) {}

    private static final List<Case> CASES = List.of(
        new Case("", Optional.of(new ListPart.Post())), new Case("-subscribe", Optional.of(new ListPart.Subscribe())),
        new Case("-JOIN", Optional.of(new ListPart.Subscribe())), new Case("-unsubscribe", Optional.of(new ListPart.Unsubscribe())),
        new Case("-leave", Optional.of(new ListPart.Unsubscribe())), new Case("-request", Optional.of(new ListPart.Help())),
        new Case("-owner", Optional.of(new ListPart.Owner())), new Case("-other", Optional.empty()), new Case("-", Optional.empty()),
        new Case("subscribe", Optional.empty()), new Case("-confirm-0123456789abcdef0123", Optional.of(new ListPart.Confirm("0123456789abcdef0123"))),
        new Case("-confirm-0123", Optional.empty()), new Case("-bounce-7-0123456789abcdef0123", Optional.of(new ListPart.Bounce(7, "0123456789abcdef0123"))),
        new Case("-bounce-9999999999-0123456789abcdef0123", Optional.empty()), new Case("-bounce--0123456789abcdef0123", Optional.empty()),
        new Case("-leave-7-0123456789abcdef0123", Optional.of(new ListPart.Leave(7, "0123456789abcdef0123"))),
        new Case("-bounce-7-0123456789abcdef0123-x", Optional.empty()));

    @TestFactory Stream<DynamicTest> addressesOfAList() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest("news" + c.rest, () -> assertEquals(c.part, ListPart.of(c.rest))));
    }

    @Test void partsAreTotal() {
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) text.append("-abcdefbounceleave0123456789\u00e8+".charAt(random.nextInt(30)));
            assertNotNull(ListPart.of(text.toString()));
        }
    }

    private String resolved(String address, Writer writer) {
        return town.directory.resolve(Address.of(address), writer).getClass().getSimpleName();
    }

    @Test void whoMayWriteIsSaidInTheConversation() {
        joined("eve@remote.example");
        assertEquals("Closed", resolved("news@home.example", Writer.NOT_SHOWN));
        assertEquals("Closed", resolved("NEWS@home.example", Writer.shown(Address.of("mallory@remote.example"))));
        assertEquals("Handled", resolved("news@home.example", Writer.shown(EVE)));
        assertEquals("Handled", resolved("news@home.example", Writer.shown(Address.of("anna@home.example"))), "its owner");
        assertEquals("Closed", resolved("news-subscribe@home.example", Writer.NOT_SHOWN), "nobody is subscribed by a forger");
        assertEquals("Handled", resolved("news-subscribe@home.example", Writer.shown(Address.of("new@remote.example"))));
        assertEquals("Local", resolved("news-owner@home.example", Writer.NOT_SHOWN));
        assertEquals("Unknown", resolved("news-bounce-1-0123456789abcdef0123@home.example", Writer.NOT_SHOWN), "not the catch-all's");
        assertEquals("Local", resolved("newsletter@home.example", Writer.NOT_SHOWN), "the catch-all's");
        assertTrue(town.directory.isClosed(NEWS));
        assertFalse(town.directory.isCaught(NEWS));
        var bob = town.directory.account(Address.of("bob@home.example")).orElseThrow().user();
        var anna = town.directory.account(Address.of("anna@home.example")).orElseThrow().user();
        assertFalse(town.directory.owns(bob, NEWS) || town.directory.owns(anna, NEWS), "nobody writes as the list");
        assertTrue(town.directory.owns(anna, news.at("owner")));
    }

    @Test void namesAreNobodyElses() {
        assertEquals("news@home.example is an address of a list", Town.refused(town.editor.addAlias(Town.name("news@home.example"), EVE)));
        assertEquals("anna@home.example is, or was, somebody's", refused("anna@home.example"));
        assertEquals("other.example is not a domain of this server", refused("x@other.example"));
        assertEquals("the list News@home.example is here already", refused("News@home.example"));
        assertTrue(refused("a".repeat(31) + "@home.example").startsWith("a list's name has at most 30"));
        Town.done(lists.remove(NEWS));
        assertEquals(List.of(), lists.all());
        town.alias("news@home.example", "anna@home.example");
    }

    private String refused(String list) { return Town.refused(lists.add(Address.of(list), "", Address.of("anna@home.example"), Posts.MEMBERS)); }

    // ---- to come and go ----

    @Test void onlyWhoConfirmsJoins() {
        assertEquals("delivered", carry("eve@remote.example", "news-subscribe@home.example", from(EVE)));
        var question = queued.getFirst();
        assertEquals("<>", question.envelope().from().toString());
        assertEquals(EVE, question.envelope().recipients().getFirst().address());
        assertTrue(text(question).contains("Auto-Submitted: auto-generated") && text(question).contains("https://mx.home.example/lists/confirm"), text(question));
        assertEquals(List.of(), lists.members(news));
        var answer = text(question).replaceFirst("(?s).*Reply-To: <?([^\r>]*).*", "$1").replaceAll("\\s", "");
        assertEquals("bounced 550", carry("mallory@remote.example", answer, from(Address.of("mallory@remote.example"))), "for another address");
        now = now.plus(Duration.ofDays(3));
        assertEquals("delivered", carry("eve@remote.example", answer, from(EVE)));
        assertEquals(List.of(EVE), lists.members(news).stream().map(Member::address).toList());
        assertTrue(text(queued.getLast()).contains("Welcome to"));
        now = now.plus(Duration.ofDays(1));
        lists.leave(news, EVE);
        assertEquals("bounced 550", carry("eve@remote.example", answer, from(EVE)), "too old");
        assertEquals(List.of(), lists.members(news));
    }

    @Test void nobodyIsAskedOften() {
        for (int i = 0; i < 3; i++) carry("eve@remote.example", "news-subscribe@home.example", from(EVE));
        assertEquals(1, queued.size());
        for (int i = 0; i < 100; i++) door.ask(news, Address.of("x" + i + "@remote.example"));
        assertEquals(ListLimits.ASKED_LIST_A_DAY, queued.size());
        for (int l = 0; l < 9; l++) {
            var list = Town.done(lists.add(Address.of("l" + l + "@home.example"), "", Address.of("anna@home.example"), Posts.ANYONE));
            assertFalse(letters.ask(list, EVE), "by no other list either");
            for (int i = 0; i < 100; i++) letters.ask(list, Address.of("y" + l + "." + i + "@remote.example"));
        }
        assertEquals(ListLimits.ASKED_A_DAY, queued.size());
        now = now.plus(Duration.ofDays(1));
        assertTrue(letters.ask(news, EVE));
    }

    @Test void programsAreNotAnswered() {
        for (var fields : List.of("Auto-Submitted: auto-replied\r\n", "Content-Type: multipart/report; report-type=delivery-status\r\n", "List-Id: <other.example>\r\n")) {
            assertEquals("bounced 550", carry("eve@remote.example", "news-subscribe@home.example", from(EVE) + fields), fields);
        }
        assertEquals("bounced 550", carry("", "news-help@home.example", from(EVE)));
        var forged = "Authentication-Results: mx.home.example; dmarc=fail header.from=remote.example\r\n";
        assertEquals("bounced 550", carry("eve@remote.example", "news-help@home.example", forged + from(EVE)));
        assertEquals(List.of(), queued);
    }

    @Test void oneLeavesByMailByALinkAndByOneClick() {
        var eve = joined("eve@remote.example");
        var token = lists.token("leave", news, eve.number() + "");
        assertFalse(door.leave(news, eve.number(), lists.token("bounce", news, eve.number() + "")));
        assertFalse(door.leave(news, eve.number() + 1, token));
        assertTrue(door.leave(news, eve.number(), token) && door.leave(news, eve.number(), token), "twice does no harm");
        assertEquals(List.of(), lists.members(news));
        var again = joined("eve@remote.example");
        assertNotEquals(eve.number(), again.number(), "links of before are void");
        assertEquals("delivered", carry("eve@remote.example", "news-unsubscribe@home.example", from(EVE)));
        joined("eve@remote.example");
        var third = lists.member(news, EVE).orElseThrow();
        assertEquals("delivered", carry("program@remote.example", news.at("leave-" + third.number() + "-" + lists.token("leave", news, third.number() + "")) + "", ""));
        assertEquals(List.of(), lists.members(news));
        assertEquals(2, queued.size(), "told by mail, who left by mail");
    }

    @Test void aListTakesSoMany() {
        for (int i = 0; i < ListLimits.MEMBERS_MAX; i++) joined("m" + i + "@remote.example");
        assertEquals(Lists.Joined.FULL, lists.join(news, EVE));
        assertFalse(door.confirm(news, EVE, lists.question(news, EVE)));
        lists.leave(news, Address.of("m0@remote.example"));
        assertTrue(door.confirm(news, EVE, lists.question(news, EVE)));
    }

    @Test void membersAreSealed() {
        joined("eve@remote.example");
        town.store.partition(new PartitionName("lists")).range(Bytes.utf8("i/"), Bytes.utf8("n0"), false, (key, value) -> {
            assertFalse(new String(value, StandardCharsets.ISO_8859_1).contains("remote") || key.toUtf8().contains("eve"));
            return true;
        });
        var again = new Lists(town.directory, town.store, Secret.take(new byte[Secret.OCTETS]), random::nextBytes, () -> now);
        assertEquals(1, again.members(again.list(NEWS).orElseThrow()).size());
    }

    // ---- posts ----

    @Test void eachMemberGetsACopyOfHisOwn() {
        var eve = joined("eve@remote.example");
        var bob = joined("bob@home.example");
        assertEquals("delivered", carry("eve@remote.example", "news@home.example", from(EVE)));
        assertEquals(2, queued.size());
        var copy = queued.getFirst();
        assertEquals("<" + bounce(eve) + ">", copy.envelope().from().toString());
        assertTrue(bounce(eve).localPart().length() <= 64);
        var text = text(copy);
        assertTrue(text.startsWith("Delivered-To: news@home.example\r\nX-Signed: yes\r\nList-Id: <news.home.example>\r\nList-Post: <mailto:news@home.example>\r\n"), text);
        assertTrue(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nX-Sealed: yes\r\nReceived: "), text);
        assertTrue(text.contains("List-Unsubscribe: <https://mx.home.example/lists/unsubscribe?list=news%40home.example&member=" + eve.number() + "&token="), text);
        assertTrue(text.endsWith("From: eve@remote.example\r\nSubject: hello\r\n\r\nHello.\r\n"), "unchanged: " + text);
        assertFalse(text.contains("bob@home.example"), "nobody learns of others");
        assertEquals(bob.address(), queued.get(1).envelope().recipients().getFirst().address());
        assertEquals("bounced 554", carry("eve@remote.example", "news@home.example", text.substring(0, text.indexOf("X-Sealed")).replaceAll("X-Signed: yes\r\n", "") + from(EVE)));
    }

    @Test void whatIsNotPassedOn() {
        joined("eve@remote.example");
        assertEquals("bounced 550", carry("mallory@remote.example", "news@home.example", from(Address.of("mallory@remote.example"))));
        assertEquals("bounced 550", carry("eve@remote.example", "news@home.example", "Authentication-Results: mx.home.example; dmarc=none header.from=remote.example; spf=fail smtp.mailfrom=eve@remote.example\r\n" + from(EVE)));
        assertEquals("bounced 554", carry("eve@remote.example", "news@home.example", "List-Id: <other.example>\r\n" + from(EVE)));
        assertEquals("bounced 554", carry("eve@remote.example", "news@home.example", "Delivered-To: NEWS@home.example\r\n" + from(EVE)));
        assertEquals("bounced 550", carry("eve@remote.example", "news@home.example", "Auto-Submitted: auto-replied\r\n" + from(EVE)));
        assertEquals("bounced 550", carry("", "news@home.example", from(EVE)));
        assertEquals("bounced 552", carry("eve@remote.example", "news@home.example", from(EVE) + "X: y\r\n".repeat((int) ListLimits.MESSAGE_OCTETS_MAX / 6)));
        assertEquals(List.of(), queued);
        for (int i = 0; i < ListLimits.POSTS_A_DAY; i++) assertEquals("delivered", carry("eve@remote.example", "news@home.example", from(EVE)));
        assertEquals("deferred 450", carry("eve@remote.example", "news@home.example", from(EVE)));
        now = now.plus(Duration.ofDays(1));
        assertEquals("delivered", carry("eve@remote.example", "news@home.example", from(EVE)));
    }

    @Test void newsComeFromTheOwnerAlone() {
        var board = Town.done(lists.add(Address.of("board@home.example"), "Board", Address.of("anna@home.example"), Posts.OWNER));
        lists.join(board, EVE);
        assertEquals("Closed", resolved("board@home.example", Writer.shown(EVE)));
        assertEquals("delivered", carry("anna@home.example", "board@home.example", "From: anna@home.example\r\n"));
        assertTrue(text(queued.getFirst()).contains("List-Post: NO\r\n"));
    }

    // ---- what comes back ----

    @Test void whoseMailComesBackIsPausedAndTold() {
        var eve = joined("eve@remote.example");
        var failed = "Content-Type: multipart/report; report-type=delivery-status\r\n\r\nAction: failed\r\n";
        var delayed = "Content-Type: multipart/report; report-type=delivery-status\r\n\r\nAction: delayed\r\n";
        for (int i = 0; i < 9; i++) carry("", bounce(eve) + "", failed);
        assertEquals(1, lists.member(news, EVE).orElseThrow().bounceDays(), "once a day");
        for (int day = 2; day <= ListLimits.BOUNCE_DAYS_MAX; day++) {
            now = now.plus(Duration.ofDays(1));
            carry("", bounce(eve) + "", delayed);
            carry("person@remote.example", bounce(eve) + "", from(EVE));
            assertEquals(day - 1, lists.member(news, EVE).orElseThrow().bounceDays(), "neither is a failure");
            assertEquals(List.of(), paused);
            carry("", bounce(eve) + "", failed);
        }
        assertEquals(List.of(EVE), paused.stream().map(Member::address).toList());
        assertEquals(1, queued.size(), "a letter that says how to come back");
        carry("anna@home.example", "news@home.example", "From: anna@home.example\r\n");
        assertEquals(1, queued.size(), "nothing is sent to who is paused");
        assertTrue(door.confirm(news, EVE, lists.question(news, EVE)));
        carry("anna@home.example", "news@home.example", "From: anna@home.example\r\n");
        assertEquals(2, queued.size());
    }

    @Test void aBounceOfLongAgoIsForgotten() {
        var eve = joined("eve@remote.example");
        for (int i = 0; i < 10; i++) {
            carry("", bounce(eve) + "", "");
            now = now.plus(Duration.ofDays(ListLimits.BOUNCES_FORGOTTEN_AFTER_DAYS + 1));
        }
        assertEquals(List.of(), paused);
        assertEquals("bounced 550", carry("", news.at("bounce-" + eve.number() + "-0123456789abcdef0123") + "", ""));
    }

    @Test void countsOfDaysThatAreOverGo() {
        joined("eve@remote.example");
        carry("eve@remote.example", "news@home.example", from(EVE));
        now = now.plus(Duration.ofDays(4));
        lists.tidy();
        var left = new ArrayList<Bytes>();
        town.store.partition(new PartitionName("lists")).range(Bytes.utf8("c/"), Bytes.utf8("c0"), false, (key, _) -> left.add(key));
        assertEquals(List.of(), left);
        assertInstanceHandled();
    }

    private void assertInstanceHandled() { assertEquals(Resolved.Handled.class.getSimpleName(), resolved("news@home.example", Writer.shown(EVE))); }

    // ---- what waits for its owner ----

    private String post(Address from, String key) {
        var message = "From: " + from + "\r\nSubject: hello\r\n\r\nHello.\r\n" + "x".repeat(600_000);
        var envelope = Envelope.of(ReversePath.of(from), List.of(Recipient.of(NEWS)));
        var job = new Carrier.Job(key, TraceId.fresh(), "here/lists", envelope, Octets.of(message.getBytes(StandardCharsets.UTF_8)));
        return carrier.carry(job).getFirst() instanceof Outcome.Deferred ? "deferred" : "taken";
    }

    /** 200 signed copies of spam left: now none does before the owner has seen it. */
    @Test void spamWaitsForTheOwner() throws Exception {
        joined("eve@remote.example");
        joined("bob@home.example");
        suspicion = Optional.of("it looks like spam");
        assertEquals("taken", post(EVE, "k1"));
        assertEquals("taken", post(EVE, "k1"), "the same job again");
        assertEquals(List.of(), queued);
        var waiting = lists.held().of(news);
        assertEquals(1, waiting.size());
        assertEquals("hello", waiting.getFirst().subject());
        assertEquals(2, held.size());
        assertTrue(moderation.approve(news, waiting.getFirst().id()));
        assertEquals(2, queued.size());
        assertTrue(text(queued.getFirst()).contains("Hello.\r\nxxx"), "whole");
        assertFalse(moderation.approve(news, waiting.getFirst().id()));
        assertEquals("taken", post(Address.of("anna@home.example"), "k2"));
        assertEquals(4, queued.size(), "the owner's own never waits");
        assertEquals(List.of(), lists.held().of(news));
    }

    /** Its owner's answer to the letter; nobody else's, no program's, and once. */
    @Test void theOwnersAnswerDecides() {
        var owner = Address.of("anna@home.example");
        joined("eve@remote.example");
        joined("bob@home.example");
        suspicion = Optional.of("it looks like spam");
        post(EVE, "k1");
        var approve = ways.approve().toString();
        assertEquals("Closed", resolved(approve, Writer.shown(EVE)));
        assertEquals("Handled", resolved(approve, Writer.shown(owner)));
        assertEquals("bounced 550", carry(EVE.toString(), approve, from(EVE)));
        assertEquals("bounced 550", carry(owner.toString(), approve, from(owner) + "Auto-Submitted: auto-replied\r\n"));
        assertEquals("bounced 550", carry(owner.toString(), approve.replaceAll("-[0-9a-f]{20}@", "-00000000000000000000@"), from(owner)));
        assertEquals(List.of(), queued);
        assertEquals("delivered", carry(owner.toString(), approve, from(owner)));
        assertEquals(2, queued.size());
        assertEquals("bounced 550", carry(owner.toString(), ways.discard().toString(), from(owner)), "it is gone");
        post(EVE, "k2");
        assertEquals("delivered", carry(owner.toString(), ways.discard().toString(), from(owner)));
        assertEquals(List.of(), lists.held().of(news));
        assertEquals(2, queued.size());
    }

    @Test void whatStrangersWriteWaitsWhereTheListSaysSo() {
        Town.done(lists.remove(NEWS));
        var open = Town.done(lists.add(NEWS, "The News", Address.of("anna@home.example"), Posts.HELD));
        lists.join(open, Address.of("bob@home.example"));
        assertEquals("Handled", resolved("news@home.example", Writer.shown(EVE)));
        assertEquals("Closed", resolved("news@home.example", Writer.NOT_SHOWN));
        post(EVE, "k1");
        assertEquals(List.of(), queued);
        post(Address.of("bob@home.example"), "k2");
        assertEquals(1, queued.size());
        assertEquals(1, lists.held().of(open).size());
        assertTrue(moderation.discard(open, lists.held().of(open).getFirst().id()));
        assertEquals(1, queued.size());
    }

    @Test void whatWaitsIsBoundedAndGoes() {
        suspicion = Optional.of("spam");
        joined("eve@remote.example");
        for (int i = 0; i < ListLimits.HELD_OF_DOMAIN_MAX; i++) assertEquals("taken", post(EVE, "k" + i));
        assertEquals("deferred", post(EVE, "more"), "of one domain");
        int others = 0;
        for (; others < 100; others++) {
            joined("x@d" + others + ".example");
            if (post(Address.of("x@d" + others + ".example"), "d" + others).equals("deferred")) break;
        }
        assertEquals((int) (ListLimits.HELD_OCTETS_MAX / 600_000) - ListLimits.HELD_OF_DOMAIN_MAX, others);
        var again = new Lists(town.directory, town.store, Secret.take(new byte[Secret.OCTETS]), random::nextBytes, () -> now);
        assertEquals(17, again.held().of(news).size());
        town.store.partition(new PartitionName("held-posts")).range(Bytes.utf8("h"), Bytes.utf8("q"), false, (_, value) -> {
            assertFalse(new String(value, StandardCharsets.ISO_8859_1).contains("remote"));
            return true;
        });
        now = now.plus(Duration.ofDays(6));
        lists.tidy();
        assertEquals(17, lists.held().of(news).size());
        now = now.plus(Duration.ofDays(1));
        lists.tidy();
        var rows = new ArrayList<Bytes>();
        town.store.partition(new PartitionName("held-posts")).range(Bytes.utf8("h"), Bytes.utf8("q"), false, (row, _) -> rows.add(row));
        assertEquals(List.of(), rows);
    }

    /** Who was on a list of that name is not on the next one, nor taken off it, by a link of before. */
    @Test void aListThatIsMadeAgainKnowsNothingOfTheOneBefore() {
        var eve = joined("eve@remote.example");
        var leave = lists.token("leave", news, eve.number() + "");
        var question = lists.question(news, Address.of("bob@home.example"));
        suspicion = Optional.of("spam");
        post(EVE, "k1");
        Town.done(lists.remove(NEWS));
        now = now.plusSeconds(60);
        var again = Town.done(lists.add(NEWS, "Other News", Address.of("anna@home.example"), Posts.MEMBERS));
        lists.join(again, Address.of("new@remote.example"));
        door.leave(again, eve.number(), leave);
        assertEquals(List.of(Address.of("new@remote.example")), lists.members(again).stream().map(Member::address).toList());
        assertFalse(door.confirm(again, Address.of("bob@home.example"), question));
        assertEquals(List.of(), lists.held().of(again));
    }

    // ---- several servers ----

    /** Two servers over one Cassandra: members who join at both have numbers of their own, and what waits at one is decided at the other. */
    @Tag("gate")
    @Test void twoServersOverACluster() throws Exception {
        var settings = OneNode.settings("lists");
        try (var store = CassandraStore.open(settings); var other = CassandraStore.open(settings)) {
            OneNode.empty(store);
            var one = new Lists(town.directory, store, Secret.take(new byte[Secret.OCTETS]), random::nextBytes, () -> now);
            var two = new Lists(town.directory, other, Secret.take(new byte[Secret.OCTETS]), random::nextBytes, () -> now);
            var club = Town.done(one.add(Address.of("club@home.example"), "Club", Address.of("anna@home.example"), Posts.HELD));
            two.changedElsewhere();
            assertEquals(List.of(club), two.all());
            var joining = Thread.ofVirtual().start(() -> { for (int i = 0; i < 4; i++) two.join(club, Address.of("b" + i + "@remote.example")); });
            for (int i = 0; i < 4; i++) one.join(club, Address.of("a" + i + "@remote.example"));
            joining.join();
            assertEquals(8, two.members(club).stream().map(Member::number).distinct().count());
            assertEquals(one.members(club), two.members(club));
            int taken = 0;
            for (int i = 0; i < 10; i++) if ((i % 2 == 0 ? one : two).take(List.of(new Lists.Count("x", 5)))) taken++;
            assertEquals(5, taken, "counted together");
            var octets = new byte[600_000];
            random.nextBytes(octets);
            var envelope = Envelope.of(ReversePath.of(EVE), List.of());
            var post = new HeldPost(one.held().id(club, "k"), now, EVE, "s", "p", "why", envelope, TraceId.fresh(), octets.length);
            assertTrue(one.held().keep(club, post, Octets.of(octets)));
            assertEquals(List.of(post), two.held().of(club));
            assertArrayEquals(octets, two.held().message(club, post).bytes(0, octets.length, octets.length));
            two.held().remove(club, post.id());
            assertEquals(List.of(), one.held().of(club));
            Town.done(two.remove(club.address()));
            one.changedElsewhere();
            assertEquals(List.of(), one.all());
        }
    }
}
