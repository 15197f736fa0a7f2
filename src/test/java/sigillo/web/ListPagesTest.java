package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Town;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.lists.HeldPost;
import sigillo.lists.ListCarrier;
import sigillo.lists.ListDoor;
import sigillo.lists.ListLetters;
import sigillo.lists.Lists;
import sigillo.lists.MailList;
import sigillo.lists.Member;
import sigillo.lists.Moderation;
import sigillo.lists.Posting;
import sigillo.lists.Posts;
import sigillo.queue.Carrier;
import sigillo.queue.Outgoing;
import sigillo.queue.QueueId;
import sigillo.sealing.Secret;
import sigillo.signing.Signer;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/** To join a list and to leave it in a browser, and by one click of a mail program. */
class ListPagesTest {
    private static final Address EVE = Address.of("eve@remote.example");
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final Pattern LINK = Pattern.compile("https://mx\\.home\\.example(/lists/\\S+)");

    private final Town town = new Town().domain("home.example").account("anna@home.example");
    private final Random random = new Random(3);
    private final Lists lists = new Lists(town.directory, town.store, Secret.take(new byte[Secret.OCTETS]), random::nextBytes, () -> NOW);
    private final List<String> sent = new ArrayList<>();
    private final ListLetters letters = new ListLetters(lists, "https://mx.home.example", this::enqueue, Signer.NONE, random::nextBytes, () -> NOW);
    private final Posting posting = new Posting(lists, letters, this::enqueue, (message, _) -> message, (message, _) -> message);
    private final Moderation moderation = new Moderation(lists, letters, posting, (_, _) -> Optional.of("it looks like spam"), new Moderation.Notices() {
        @Override public void paused(MailList list, Member member) {}

        @Override public void held(MailList list, HeldPost post, Moderation.Ways ways) { sent.add(ways.page()); }
    });
    private final ListDoor door = new ListDoor(lists, letters, moderation);
    private final ListCarrier carrier = new ListCarrier(Domain.of("mx.home.example"), lists, letters, posting, moderation);
    private final ListPages pages = new ListPages(door, WebLimits.tries(() -> NOW), _ -> Reply.text(404, "another's"));

    ListPagesTest() { Town.done(lists.add(Address.of("news@home.example"), "<The> News", Address.of("anna@home.example"), Posts.MEMBERS)); }

    private List<QueueId> enqueue(List<Outgoing> all) {
        for (var one : all) sent.add(text(one.message()).replace("=\r\n", "").replace("=3D", "="));
        return all.stream().map(_ -> new QueueId("Q1")).toList();
    }

    private Reply asked(Asked.Method method, String target, Map<String, String> headers, String body) {
        var parts = target.split("\\?", 2);
        return pages.answer(new Asked(method, parts[0], Fields.parse(parts.length > 1 ? parts[1] : ""), headers,
            body.getBytes(StandardCharsets.UTF_8), InetAddress.ofLiteral("192.0.2.1"), () -> { }));
    }

    private Reply get(String target) { return asked(Asked.Method.GET, target, Map.of("accept-language", "it"), ""); }

    private Reply post(String target, String body) {
        return asked(Asked.Method.POST, target, Map.of("content-type", "application/x-www-form-urlencoded", "host", "mx.home.example"), body);
    }

    private static String text(Reply reply) { return text(reply.body()); }

    private static String text(Octets octets) {
        try {
            return new String(octets.bytes(0, octets.length(), 1 << 20), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String link() {
        var matcher = LINK.matcher(sent.getLast());
        assertTrue(matcher.find(), sent.getLast());
        return matcher.group(1);
    }

    private int members() { return lists.members(lists.all().getFirst()).size(); }

    @Test void oneJoinsAndLeaves() {
        assertTrue(text(get("/lists/subscribe?list=news@home.example")).contains("Per iscriverti a &lt;The&gt; News"));
        assertEquals(200, post("/lists/subscribe?list=news@home.example", "address=eve%40remote.example").status());
        var confirm = link();
        assertTrue(text(get(confirm)).contains("eve@remote.example"));
        assertEquals(0, members(), "a link alone does nothing");
        assertTrue(text(post(confirm, "")).contains("You get &lt;The&gt; News from now on."));
        assertEquals(1, members());
        var leave = link();
        assertTrue(text(get(leave)).contains("Annulla l&#39;iscrizione"));
        assertEquals(1, members());
        assertTrue(text(post(leave, "")).contains("no more"));
        assertEquals(0, members());
    }

    /** RFC 8058 section 3.1: no cookie, no origin, either form. */
    @Test void oneClickLeaves() {
        lists.all().forEach(list -> door.confirm(list, EVE, token()));
        var leave = link();
        var reply = asked(Asked.Method.POST, leave, Map.of("content-type", "multipart/form-data; boundary=x", "origin", "https://mail.remote.example",
            "sec-fetch-site", "cross-site"), "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n");
        assertEquals(200, reply.status());
        assertEquals(0, members());
        assertEquals(200, post(leave, "List-Unsubscribe=One-Click").status(), "again");
    }

    private String token() {
        post("/lists/subscribe?list=news@home.example", "address=eve%40remote.example");
        return link().replaceFirst(".*token=([0-9a-f]{20}).*", "$1");
    }

    @Test void whatIsWrongDoesNothing() {
        assertEquals(404, get("/lists/subscribe?list=other@home.example").status());
        assertEquals(404, get("/lists/other?list=news@home.example").status());
        assertEquals(400, post("/lists/subscribe?list=news@home.example", "address=nobody").status());
        assertEquals(404, post("/lists/confirm?list=news@home.example&address=eve@remote.example&token=0123456789abcdef0123", "").status());
        assertEquals(404, post("/lists/unsubscribe?list=news@home.example&member=1&token=0123456789abcdef0123", "").status());
        assertEquals(404, post("/lists/unsubscribe?list=news@home.example&member=99999999999999999999&token=x", "").status());
        assertEquals(405, asked(Asked.Method.DELETE, "/lists/subscribe?list=news@home.example", Map.of(), "").status());
        assertEquals("another's", text(get("/sign-in")));
        var cross = asked(Asked.Method.POST, "/lists/subscribe?list=news@home.example", Map.of("content-type", "application/x-www-form-urlencoded",
            "sec-fetch-site", "cross-site"), "address=eve%40remote.example");
        assertEquals(403, cross.status());
        assertEquals(0, sent.size());
        assertFalse(members() > 0);
    }

    /** Who is on a list looks like who is not, and a network asks so often only. */
    @Test void nobodyLearnsWhoIsThereAndNobodyIsBombed() {
        lists.all().forEach(list -> door.confirm(list, EVE, token()));
        int before = sent.size();
        var there = post("/lists/subscribe?list=news@home.example", "address=eve%40remote.example");
        var other = post("/lists/subscribe?list=news@home.example", "address=x%40remote.example");
        assertEquals(text(there), text(other));
        assertEquals(before + 1, sent.size(), "eve was asked today");
        int status = 200;
        for (int i = 0; i < 100 && status == 200; i++) status = post("/lists/subscribe?list=news@home.example", "address=y" + i + "%40remote.example").status();
        assertEquals(429, status);
    }

    private void post(String key) {
        var message = "From: eve@remote.example\r\nSubject: <b>buy\u202e</b>\r\n\r\nBuy & win.\r\n";
        var envelope = Envelope.of(ReversePath.of(EVE), List.of(Recipient.of(Address.of("open@home.example"))));
        carrier.carry(new Carrier.Job(key, TraceId.fresh(), "here/lists", envelope, Octets.of(message.getBytes(StandardCharsets.UTF_8))));
    }

    /** Whoever has the letter sees the message and decides; a link that is only opened decides nothing. */
    @Test void anOwnerDecidesOnWhatWaits() {
        var open = Town.done(lists.add(Address.of("open@home.example"), "Open", Address.of("anna@home.example"), Posts.ANYONE));
        door.confirm(open, Address.of("bob@remote.example"), confirmation(open));
        post("k1");
        var page = link();
        sent.clear();
        assertEquals(200, get(page).status());
        assertTrue(text(get(page)).contains("&lt;b&gt;buy\ufffd&lt;/b&gt;") && text(get(page)).contains("Buy &amp; win."), text(get(page)));
        assertTrue(text(get(page)).contains("Inoltra a tutti"));
        assertEquals(List.of(), sent, "nothing by looking");
        assertEquals(404, get(page.replaceFirst("token=....", "token=0000")).status());
        assertEquals(400, post(page, "do=other").status());
        assertEquals(403, asked(Asked.Method.POST, page, Map.of("content-type", "application/x-www-form-urlencoded", "host", "mx.home.example", "origin", "https://other.example"), "do=approve").status());
        assertEquals(List.of(), sent);
        assertEquals(200, post(page, "do=approve").status());
        assertEquals(1, sent.size());
        assertTrue(sent.getFirst().contains("Buy & win."), sent.getFirst());
        assertEquals(404, post(page, "do=approve").status(), "once");
        post("k2");
        var second = link();
        sent.clear();
        assertEquals(200, post(second, "do=discard").status());
        assertEquals(List.of(), sent);
        assertEquals(404, get(second).status());
    }

    private String confirmation(MailList list) {
        door.ask(list, Address.of("bob@remote.example"));
        var matcher = Pattern.compile("token=([0-9a-f]{20})").matcher(sent.getLast());
        assertTrue(matcher.find(), sent.getLast());
        return matcher.group(1);
    }
}
