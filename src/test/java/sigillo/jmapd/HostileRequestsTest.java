package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.directory.User;
import sigillo.http.Admission;
import sigillo.http.Asked.Method;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.HttpProtocol;
import sigillo.http.Incoming;
import sigillo.jmap.Arguments;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.Request;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn;
import sigillo.message.Message;
import sigillo.message.MessageMeta;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.search.Searches;
import sigillo.smime.Authorities;
import sigillo.smime.SmimeVerifier;
import tools.jackson.databind.node.ObjectNode;

/** What an owner, or a program with his app password, can make us do is bounded. */
@Timeout(60)
class HostileRequestsTest {
    private static final SmimeProperties UNTRUSTING =
        new SmimeProperties(new SmimeVerifier(() -> Authorities.of(List.of())), InstantSource.system());
    private final JmapHouse house = new JmapHouse();

    @AfterEach void close() { house.close(); }

    private static String type(tools.jackson.databind.JsonNode answers, int index) { return answers.get(index).get(1).path("type").asString(""); }

    /** Each answer refers to the one before it twice: written out, the last would have 2^31 copies of the first. */
    @Test void answersThatDoubleEndAtTheBudget() {
        var calls = IntStream.range(0, JmapLimits.CALLS_MAX).mapToObj(i -> i == 0 ? "[\"Core/echo\", {\"x\": \"" + "y".repeat(1_000) + "\"}, \"c0\"]"
            : "[\"Core/echo\", {\"#a\": %1$s, \"#b\": %1$s}, \"c%2$d\"]".formatted(
                "{\"resultOf\": \"c" + (i - 1) + "\", \"name\": \"Core/echo\", \"path\": \"\"}", i)).collect(Collectors.joining(",", "[", "]"));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            var answers = house.calls(calls);
            assertEquals(JmapLimits.CALLS_MAX, answers.size());
            assertEquals("Core/echo", answers.get(5).get(0).stringValue());
            assertTrue(IntStream.range(0, answers.size()).anyMatch(i -> type(answers, i).equals("requestTooLarge")));
            assertTrue(JsonText.octets(answers).length < 8 << 20);
        });
    }

    /** A path of very many pieces is no pointer of as many objects, and is not told at its length. */
    @Test void longPathsAreNotFollowed() {
        var path = "myRights" + "/".repeat(900_000);
        var id = house.anna.inbox().toString();
        var answer = house.call("Mailbox/set", "{\"update\": {\"" + id + "\": {\"" + path + "\": true}}}");
        assertEquals("invalidProperties", answer.at("/notUpdated/" + id + "/type").asString(""), "it is refused");
        assertTrue(answer.toString().length() < 1_000, answer.toString().length() + " octets");
    }

    /** No text is opened where none is asked for: what of them cannot be opened is not seen. */
    @Test void scriptsAreNotOpenedToBeLookedAt() {
        house.rules().put(JmapHouse.ANNA, "a", "keep;".getBytes(StandardCharsets.UTF_8));
        house.damageScripts();
        var answers = house.calls("""
            [["SieveScript/get", {"accountId": "anna"}, "a"], ["SieveScript/query", {"accountId": "anna"}, "b"],
            ["SieveScript/set", {"accountId": "anna", "destroy": ["S0"]}, "c"], ["Blob/get", {"accountId": "anna", "ids": ["R00"]}, "d"]]""");
        for (var answer : answers) assertFalse(answer.get(0).stringValue().equals("error"), answer::toString);
    }

    /** What is not there is looked for, which counts. */
    @Test void looksForWhatIsNotThereAreBounded() {
        var ids = IntStream.range(0, 500).mapToObj("\"R%032x\""::formatted).collect(Collectors.joining(",", "[", "]"));
        var get = "[\"Blob/get\", {\"accountId\": \"anna\", \"ids\": " + ids + "}, \"c\"]";
        var answers = house.calls("[" + (get + ",").repeat(17) + "[\"Core/echo\", {}, \"e\"]]");
        assertFalse(answers.get(0).toString().contains("Too much would be read at once"));
        assertTrue(answers.get(16).toString().contains("Too much would be read at once"), answers.get(16)::toString);
        assertEquals("Core/echo", answers.get(17).get(0).stringValue());
        // there are never so many scripts: nothing is looked for
        assertEquals("requestTooLarge", house.call("SieveScript/set", "{\"destroy\": " + ids + "}").get("type").stringValue());
    }

    @Test void listsOfIdsAreBounded() {
        var ids = IntStream.range(0, 50_000).mapToObj(i -> "\"M" + i + "\"").collect(Collectors.joining(",", "[", "]"));
        var answers = house.calls("[[\"Email/get\", {\"accountId\": \"anna\", \"ids\": " + ids + "}, \"a\"], [\"Thread/get\", {\"accountId\": \"anna\", \"ids\": " + "[\"T1\"]}, \"b\"]]");
        assertEquals("requestTooLarge", type(answers, 0));
        assertEquals("Thread/get", answers.get(1).get(0).stringValue());
    }

    @Test void filtersAreBounded() {
        var conditions = "{\"text\": \"x\"},".repeat(5_000) + "{\"text\": \"x\"}";
        var wide = "{\"operator\": \"OR\", \"conditions\": [" + conditions + "]}";
        var deep = "{\"operator\": \"NOT\", \"conditions\": [".repeat(25) + "{}" + "]}".repeat(25);
        var answers = house.calls("[[\"Email/query\", {\"accountId\": \"anna\", \"filter\": " + wide + "}, \"a\"], [\"Email/query\", {\"accountId\": \"anna\", \"filter\": " + deep + "}, \"b\"],"
            + "[\"Mailbox/query\", {\"accountId\": \"anna\", \"filter\": " + wide.replace("text", "name") + "}, \"c\"]]");
        for (int i = 0; i < 3; i++) assertEquals("unsupportedFilter", type(answers, i));
    }

    /** Large mails, each of whose texts is asked for: no more is answered than may be, and the calls behind it are. */
    @Test void bodiesAreBoundedTogether() {
        var text = ("0123456789".repeat(7) + "\n").repeat(4_000);
        var ids = IntStream.range(0, 40).mapToObj(i -> "\"" + house.deposit("INBOX", "Subject: " + i + "\n\n" + text).id() + "\"").collect(Collectors.joining(",", "[", "]"));
        var answers = house.calls("[[\"Email/get\", {\"accountId\": \"anna\", \"ids\": " + ids + ", \"fetchAllBodyValues\": true}, \"a\"], [\"Core/echo\", {}, \"b\"]]");
        assertEquals("requestTooLarge", type(answers, 0));
        assertEquals("Core/echo", answers.get(1).get(0).stringValue());
        var one = house.call("Email/get", "{\"ids\": " + ids.substring(0, ids.indexOf(',')) + "], \"fetchAllBodyValues\": true}");
        var value = one.get("list").get(0).get("bodyValues").get("1");
        assertEquals(DoorLimits.BODY_VALUE_OCTETS_MAX, value.get("value").stringValue().length());
        assertTrue(value.get("isTruncated").booleanValue());
    }

    /** One mail of a stranger with hundreds of texts: it is shown, cut, and never held whole. */
    @Test void bodiesOfOneMailAreBounded() {
        var text = ("0123456789".repeat(7) + "\n").repeat(3_700);
        var part = "--b\nContent-Type: text/plain\n\n" + text;
        var id = house.deposit("INBOX", "Subject: many\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + part.repeat(40) + "--b--\n").id();
        var values = house.call("Email/get", "{\"ids\": [\"" + id + "\"], \"fetchAllBodyValues\": true}").get("list").get(0).get("bodyValues");
        assertEquals(40, values.size());
        long all = values.properties().stream().mapToLong(one -> one.getValue().get("value").stringValue().length()).sum();
        assertEquals(DoorLimits.BODY_VALUES_OCTETS_MAX, all);
        assertTrue(values.get("40").get("isTruncated").booleanValue());
    }

    /** A stranger's mail of many parts with long headers: it is refused when it has weighed enough, not when it is built. */
    @Test void headersOfPartsAreWeighedWhileTheyAreBuilt() throws Exception {
        var part = "--b\nContent-Type: text/plain\nX-Long: " + "y".repeat(60_000) + "\n\nx\n";
        var mail = "Subject: many\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + part.repeat(400) + "--b--\n";
        var octets = new CountedOctets(Octets.of(mail.getBytes(StandardCharsets.US_ASCII)));
        var meta = MessageMeta.of(Message.parse(octets));
        octets.count = 0;
        var wanted = EmailProperties.of(Arguments.of(
            (ObjectNode) JsonText.parse("{\"properties\": [\"bodyStructure\", \"attachments\"], \"bodyProperties\": [\"headers\"]}".getBytes(StandardCharsets.US_ASCII)).orElseThrow()));
        var ofAll = new AtomicLong();
        try (var budget = new Budget(ofAll, Patience.of(() -> false))) {
            var why = assertThrows(MethodError.class, () -> EmailObject.of(BlobName.parse("M1").orElseThrow(), meta, octets, wanted, budget));
            assertEquals("requestTooLarge", why.type());
            assertTrue(octets.count < DoorLimits.ANSWERS_OCTETS_MAX + (1 << 20), octets.count + " octets were read");
        }
        assertEquals(0, ofAll.get());
    }

    /** As objects, addresses of one field weigh many times what they are long. */
    @Test void addressesAreWeighedBeforeTheyAreRead() {
        var id = house.deposit("INBOX", "Subject: x\nTo: " + "a@b, ".repeat(90_000) + "c@d\n\nx\n").id();
        var names = IntStream.range(0, 60).mapToObj(i -> "\"header:" + "to".replace(i % 2 == 0 ? 't' : 'o', i % 4 < 2 ? 'T' : 'O') + ":asAddresses\"")
            .distinct().collect(Collectors.joining(","));
        assertEquals("requestTooLarge", house.call("Email/get", "{\"ids\": [\"" + id + "\"], \"properties\": [" + names + "]}").get("type").asString(""));
        assertEquals("x", house.call("Email/get", "{\"ids\": [\"" + id + "\"], \"properties\": [\"subject\"]}").get("list").get(0).get("subject").stringValue());
    }

    private static final class CountedOctets implements Octets {
        private final Octets of;
        private long count;

        CountedOctets(Octets of) { this.of = of; }

        @Override public long length() { return of.length(); }

        @Override public int read(long position, byte[] into, int offset, int length) throws IOException {
            int n = of.read(position, into, offset, length);
            count += n;
            return n;
        }
    }

    /** However slowly it is taken: a long answer lies in a file, and goes with its reply. */
    @Test void longAnswersLieInFiles() {
        var reply = house.ask(Method.POST, "/jmap/api", "{\"using\": [\"urn:ietf:params:jmap:core\"], \"methodCalls\": [[\"Core/echo\", {\"x\": \"" + "y".repeat(300_000) + "\"}, \"a\"]]}");
        assertEquals(200, reply.status());
        assertEquals(1, house.spooled());
        reply.over().run();
        assertEquals(0, house.spooled());
    }

    /** Who sends much is asked who he is before anything of it is read. */
    @Test void longRequestsOfStrangersAreNotRead() throws IOException {
        var body = new Incoming(900_000, new InputStream() {
            @Override public int read() { throw new AssertionError("it was read"); }
        }, _ -> { });
        for (var said : List.of("Basic YW5uYTp3cm9uZw==", "Bearer wrong", "")) {
            var asked = new Asked(Method.POST, "/jmap/api", Fields.NONE, Map.of("content-type", "application/json"), new byte[0], InetAddress.getLoopbackAddress(),
                () -> { }, said.getBytes(StandardCharsets.US_ASCII));
            assertTrue(house.door.receives("/jmap/api", body.octets()));
            assertEquals(401, house.door.receive(asked, body).status());
            assertTrue(house.door.admit(asked) instanceof Admission.Away(var why) && why.status() == 401);
        }
        assertEquals(0, house.spooled());
    }

    @Test void longRequestsOfOwnersAreAnswered() throws IOException {
        var text = ("{\"using\": [\"urn:ietf:params:jmap:core\"], \"methodCalls\": [[\"Core/echo\", {\"x\": \"" + "y".repeat(500_000) + "\"}, \"a\"]]}").getBytes(StandardCharsets.US_ASCII);
        var asked = new Asked(Method.POST, "/jmap/api", Fields.NONE, Map.of("content-type", "application/json"), new byte[0], InetAddress.getLoopbackAddress(),
            () -> { }, "Bearer t".getBytes(StandardCharsets.US_ASCII));
        assertTrue(house.door.admit(asked) instanceof Admission.Owner);
        var reply = house.door.receive(asked, new Incoming(text.length, new ByteArrayInputStream(text), _ -> { }));
        assertEquals(500_000, house.json(reply).get("methodResponses").get(0).get(1).get("x").stringValue().length());
        var cut = house.door.receive(asked, new Incoming(text.length + 1, new ByteArrayInputStream(text), _ -> { }));
        cut.over().run();
        assertEquals(400, cut.status());
        var tooLong = house.door.receive(asked, new Incoming(JmapLimits.REQUEST_OCTETS_MAX + 1, new ByteArrayInputStream(text), _ -> { }));
        tooLong.over().run();
        assertTrue(tooLong.status() == 400 && house.json(tooLong).get("limit").stringValue().equals("maxSizeRequest"));
        assertEquals(0, house.open.get());
    }

    private Blobs blobs() { return new Blobs(house.anna, new Uploads(() -> JmapHouse.NOON), new ReadingRoom(), Optional.empty()); }

    private static Budget left(long octets) throws MethodError {
        var budget = new Budget(new AtomicLong(), Patience.of(() -> false));
        budget.read(DoorLimits.READ_OCTETS_MAX - octets);
        return budget;
    }

    private static String base64(String text) { return java.util.Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII)); }

    /** A blob that is not there costs as much as one that is: of a mail that is looked through, all of it is read. */
    @Test void partsThatAreNotThereAreReadFor() throws Exception {
        var mail = house.deposit("INBOX", "Subject: x\n\n" + "0123456789abcde\n".repeat(16 << 10));
        try (var _ = house.unlocked(); var enough = left(1 << 20); var tooLittle = left(mail.size() + (64 << 10))) {
            assertTrue(blobs().find(mail.id() + "-999901", enough).isEmpty());
            assertTrue(blobs().find(mail.id() + "-1", tooLittle).isPresent()); // its structure is kept
            assertEquals("requestTooLarge", assertThrows(MethodError.class, () -> blobs().find(mail.id() + "-999901", tooLittle)).type());
        }
    }

    /** Each message on the way to a part of a part of a part. */
    @Test void deepPartsAreReadForAtEachLevel() throws Exception {
        var text = "0123456789abcde\n".repeat(16 << 10);
        var inner = "MIME-Version: 1.0\nContent-Type: message/rfc822\n\nSubject: inner\n\n" + text;
        var mail = house.deposit("INBOX", "Subject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + inner);
        try (var _ = house.unlocked(); var enough = left(3L * mail.size()); var tooLittle = left(text.length() * 3L / 2)) {
            assertTrue(blobs().find(mail.id() + "-1-1-1", enough).isPresent());
            assertThrows(MethodError.class, () -> blobs().find(mail.id() + "-1-1-1", tooLittle));
        }
        var encoded = house.deposit("INBOX", "MIME-Version: 1.0\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + base64(text));
        try (var _ = house.unlocked(); var tooLittle = left(encoded.size() / 2)) {
            assertThrows(MethodError.class, () -> blobs().find(encoded.id() + "-1-1", tooLittle));
        }
    }

    private Caller caller(Unlocked open) {
        return new Caller(new User(JmapHouse.ANNA, Address.of("anna@home.example")), house.anna, blobs(), open, StateTypes.of(house.post.outbox),
            EnumSet.allOf(SignIn.Service.class));
    }

    /** One call of a request that has so many octets left to read. */
    private ObjectNode answered(Methods.Method method, String arguments, Budget budget) throws Exception {
        var raw = (ObjectNode) JsonText.parse(("{\"accountId\": \"anna\", " + arguments + "}").getBytes(StandardCharsets.US_ASCII)).orElseThrow();
        try (var open = house.unlocked(); budget) {
            return method.answer(new Call(caller(open), "c", raw, Arguments.of(raw), budget, new HashMap<>(), new ArrayList<>()));
        }
    }

    private void isTooMuch(Methods.Method method, String arguments, Budget budget) {
        assertEquals("requestTooLarge", assertThrows(MethodError.class, () -> answered(method, arguments, budget), arguments).type());
    }

    /** Whoever asks in vain, for many and by whatever method, ends at the budget of his request. */
    @Test void lookUpsInVainEndAtTheBudget() throws Exception {
        var mail = house.deposit("INBOX", "Subject: x\n\n" + "0123456789abcde\n".repeat(16 << 10));
        var ids = IntStream.range(0, 20).mapToObj(i -> "\"" + mail.id() + "-9999" + (10 + i) + "\"").collect(Collectors.joining(", ", "[", "]"));
        var room = new ReadingRoom();
        long enough = 20 * (mail.size() + (64 << 10) + Budget.LOOK_OCTETS);
        var all = Map.<String, Methods.Method>of("\"ids\": " + ids, BlobGet::answer, "\"typeNames\": [\"Email\"], \"ids\": " + ids, BlobLookup::answer,
            "\"properties\": [\"subject\"], \"blobIds\": " + ids, new EmailParse(room, UNTRUSTING, InstantSource.system())::answer, "\"blobIds\": " + ids, new MdnParse(room)::answer);
        for (var one : all.entrySet()) {
            assertEquals(20, answered(one.getValue(), one.getKey(), left(enough)).get("notFound").size());
            isTooMuch(one.getValue(), one.getKey(), left(enough - 1));
        }
    }

    /** What is parsed is read once for that. */
    @Test void messagesThatAreParsedAreRead() throws Exception {
        var mail = house.deposit("INBOX", "Subject: x\n\ntext\n");
        var room = new ReadingRoom();
        var ids = "\"blobIds\": [\"" + mail.id() + "\"]";
        assertEquals(1, answered(new EmailParse(room, UNTRUSTING, InstantSource.system())::answer, ids, left(mail.size() + Budget.LOOK_OCTETS)).get("parsed").size());
        isTooMuch(new EmailParse(room, UNTRUSTING, InstantSource.system())::answer, ids, left(mail.size() + Budget.LOOK_OCTETS - 1));
        assertEquals(1, answered(new MdnParse(room)::answer, ids, left(mail.size() + Budget.LOOK_OCTETS)).get("notParsable").size());
        isTooMuch(new MdnParse(room)::answer, ids, left(mail.size() + Budget.LOOK_OCTETS - 1));
    }

    /** A script is read and compiled with those that it includes. */
    @Test void scriptsThatAreCheckedAreRead() throws Exception {
        var mail = house.deposit("INBOX", "keep;\n");
        var scripts = new ScriptMethods(house.rules());
        var blob = "\"blobId\": \"" + mail.id() + "\"";
        assertTrue(answered(scripts::validate, blob, left(mail.size() + (128 << 10) + Budget.LOOK_OCTETS)).get("error").isNull());
        isTooMuch(scripts::validate, blob, left(mail.size() + (128 << 10) + Budget.LOOK_OCTETS - 1));
        var create = IntStream.range(0, 21).mapToObj(i -> "\"s" + i + "\": {\"name\": \"n" + i + "\", " + blob + "}").collect(Collectors.joining(", "));
        isTooMuch(scripts::set, "\"create\": {" + create + "}", left(DoorLimits.READ_OCTETS_MAX));
    }

    /** What is attached of other mail is decoded while it is written: whatever it weighs together, it is not held. */
    @Test void attachmentsAreDecodedWhileTheyAreWritten() {
        var octets = "0123456789abcde\n".repeat(40_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var base64 = java.util.Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(octets);
        var from = house.deposit("INBOX", "Subject: x\nMIME-Version: 1.0\nContent-Type: application/x-y\nContent-Transfer-Encoding: base64\n\n" + base64 + "\n").id();
        var inbox = house.call("Mailbox/query", "{\"filter\": {\"role\": \"inbox\"}}").get("ids").get(0).stringValue();
        var blob = "{\"blobId\": \"" + from + "-1\", \"type\": \"application/x-y\"}";
        var made = house.call("Email/set", "{\"create\": {\"a\": {\"mailboxIds\": {\"" + inbox + "\": true}, \"subject\": \"y\", \"attachments\": [" + blob + "," + blob + "]}}}");
        var id = made.get("created").get("a").get("id").stringValue();
        var parts = house.call("Email/get", "{\"ids\": [\"" + id + "\"], \"properties\": [\"attachments\"]}").get("list").get(0).get("attachments");
        assertEquals(2, parts.size());
        assertEquals(octets.length, parts.get(1).get("size").asInt());
    }

    /** What was taken for answers is given back, whatever became of them; when others have it, that is told. */
    @Test void theRoomOfAnswersIsSharedAndGivenBack() throws Exception {
        var ofAll = new AtomicLong(DoorLimits.ALL_ANSWERS_OCTETS_MAX - 100);
        try (var budget = new Budget(ofAll, Patience.of(() -> false))) {
            budget.take(60);
            try {
                budget.take(60);
                throw new AssertionError("taken");
            } catch (MethodError why) {
                assertEquals("serverUnavailable", why.type());
            }
        }
        assertEquals(DoorLimits.ALL_ANSWERS_OCTETS_MAX - 100, ofAll.get());
    }

    /** What the session allows does not wait for itself, and leaves places to others. */
    @Test void asManyAsTheSessionSaysRunAtOnce() throws InterruptedException {
        var core = house.json(house.ask(Method.GET, "/jmap/session", "")).get("capabilities").get("urn:ietf:params:jmap:core");
        var places = new Places(DoorLimits.REQUESTS_MAX, DoorLimits.REQUESTS_OF_ACCOUNT_MAX);
        for (int i = core.get("maxConcurrentRequests").intValue(); i > 0; i--) assertTrue(places.enter(JmapHouse.ANNA, Duration.ZERO), i + " more");
        assertEquals(false, places.enter(JmapHouse.ANNA, Duration.ZERO));
        assertTrue(places.enter(new AccountId("leo"), Duration.ZERO));
    }

    /** Two of an account run; what it asks beside waits, and takes no place of others. */
    @Test void anAccountHasTwoPlacesOfAll() throws InterruptedException {
        var places = new Places(3, 2);
        var leo = new AccountId("leo");
        assertTrue(places.enter(JmapHouse.ANNA, Duration.ZERO) && places.enter(JmapHouse.ANNA, Duration.ZERO));
        assertEquals(false, places.enter(JmapHouse.ANNA, Duration.ofMillis(1)));
        assertTrue(places.enter(leo, Duration.ZERO));
        assertEquals(false, places.enter(leo, Duration.ofMillis(1)));
        places.leave(JmapHouse.ANNA);
        assertTrue(places.enter(leo, Duration.ZERO));
        places.leave(leo);
        places.leave(leo);
        places.leave(JmapHouse.ANNA);
        assertTrue(places.enter(JmapHouse.ANNA, Duration.ZERO) && places.enter(JmapHouse.ANNA, Duration.ZERO));
    }

    @Test void whoFindsNoRoomToReadIsToldInTime() {
        var room = new ReadingRoom(Duration.ZERO);
        var why = assertThrows(GivenUp.class, () -> room.read(() -> room.read(() -> room.read(() -> 1))));
        assertEquals("serverUnavailable", why.error().type());
    }

    /** What a request answers whose client has {@code gone}, on a clock that {@code nanos} is. */
    private tools.jackson.databind.JsonNode answered(Searches searches, String calls, Patience patience) throws IOException {
        var methods = new Methods(new Queries(searches, UNTRUSTING), house.ofDoor(), house.post.outbox, new ReadingRoom(), UNTRUSTING,
            house.post.clock());
        var text = ("{\"using\": [\"urn:ietf:params:jmap:core\", \"urn:ietf:params:jmap:mail\"], \"methodCalls\": " + calls + "}").getBytes(StandardCharsets.UTF_8);
        if (!(Request.parse(text, SessionObject.CAPABILITIES) instanceof Request.Parsed.Good(var request))) throw new AssertionError(calls);
        try (var open = house.unlocked()) {
            var done = new Calls(methods, house.ofDoor()).answer(caller(open), request, patience, UnaryOperator.identity());
            try {
                return JsonText.parse(done.octets().bytes(0, done.octets().length(), 1 << 20)).orElseThrow().get("methodResponses");
            } finally {
                done.sent().run();
            }
        }
    }

    /** Every look at the clock finds it so much later: between calls and between objects it is looked at. */
    private static Patience hurried(int looks) {
        var now = new AtomicLong();
        return new Patience(() -> false, () -> now.getAndAdd(DoorLimits.REQUEST_MAX.toNanos() / looks));
    }

    @Test void aRequestEndsBetweenCallsWhenItsTimeIsOver() throws IOException {
        var answers = answered(new Searches(1), "[[\"Core/echo\", {}, \"a\"], [\"Core/echo\", {}, \"b\"], [\"Core/echo\", {}, \"c\"]]", hurried(3));
        assertEquals("Core/echo", answers.get(0).get(0).stringValue());
        assertEquals("serverUnavailable", type(answers, 1));
        assertEquals("serverUnavailable", type(answers, 2));
    }

    @Test void aRequestEndsBetweenObjectsWhenItsTimeIsOver() throws IOException {
        var made = IntStream.range(0, 8).mapToObj(i -> "\"m" + i + "\": {\"name\": \"box " + i + "\"}").collect(Collectors.joining(", ", "{", "}"));
        var answers = answered(new Searches(1), "[[\"Mailbox/set\", {\"accountId\": \"anna\", \"create\": " + made + "}, \"a\"]]", hurried(5));
        var answer = answers.get(0).get(1);
        assertTrue(answer.get("created").has("m0") && !answer.get("created").has("m7"), answer.toString());
        assertEquals("serverUnavailable", answer.get("notCreated").get("m7").get("type").stringValue());
        assertEquals(8, answer.get("created").size() + answer.get("notCreated").size());
    }

    /** Another search of the account is under way, so that this one waits for its turn; and so would its place. */
    @Test void whoHasGoneWaitsForNoSearch() throws Exception {
        house.deposit("INBOX", "Subject: x\n\ntext");
        var searches = new Searches(2);
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var other = Thread.ofVirtual().start(() -> held(searches, begun, end));
        begun.await();
        var query = "[[\"Email/query\", {\"accountId\": \"anna\", \"filter\": {\"text\": \"text\"}}, \"a\"]]";
        var now = new AtomicLong();
        assertEquals("serverUnavailable", type(answered(searches, query, new Patience(() -> true, () -> now.addAndGet(1_000_000_000L))), 0));
        assertEquals("serverUnavailable", type(answered(searches, query, hurried(10)), 0));
        end.countDown();
        other.join();
        assertEquals("Email/query", answered(searches, query, Patience.of(() -> false)).get(0).get(0).stringValue());
    }

    private static void held(Searches searches, CountDownLatch begun, CountDownLatch end) {
        try {
            searches.run(JmapHouse.ANNA, _ -> { }, _ -> {
                begun.countDown();
                try {
                    end.await();
                } catch (InterruptedException stopped) {
                    throw new IOException(stopped);
                }
            });
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** Over a real connection: the request ends with it, while the other search goes on. */
    @Test void aConnectionThatEndsEndsItsSearch() throws Exception {
        var searches = new Searches(2);
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var another = new JmapHouse(searches);
                var listener = Listener.open(ListenerSettings.of("http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false), Optional.empty(),
                    new HttpProtocol(another.door))) {
            another.deposit("INBOX", "Subject: x\n\ntext");
            var other = Thread.ofVirtual().start(() -> held(searches, begun, end));
            begun.await();
            var body = "{\"using\": [\"urn:ietf:params:jmap:mail\"], \"methodCalls\": [[\"Email/query\", {\"accountId\": \"anna\", \"filter\": {\"text\": \"x\"}}, \"a\"]]}";
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort())) {
                socket.getOutputStream().write(("POST /jmap/api HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + JmapHouse.basic("anna", "pw")
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
                until(() -> another.open.get() == 1);
            }
            until(() -> another.open.get() == 0);
            assertTrue(other.isAlive());
            end.countDown();
            other.join();
        }
    }

    private static void until(java.util.function.BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) Thread.sleep(5); // the test has a timeout
    }

    @Test void requestsOfAnAccountAreCounted() {
        var count = new PerAccount(2);
        assertTrue(count.enter(JmapHouse.ANNA) && count.enter(JmapHouse.ANNA));
        assertEquals(false, count.enter(JmapHouse.ANNA));
        count.leave(JmapHouse.ANNA);
        assertTrue(count.enter(JmapHouse.ANNA));
    }

    /** From sixteen threads at once, of which four may: each is answered, or told that it is too many. */
    @Test void tooManyRequestsAtOnceAreRefused() throws InterruptedException {
        for (int i = 0; i < 200; i++) house.deposit("INBOX", "Subject: " + i + "\n\nText " + i);
        var begin = new CountDownLatch(1);
        var done = new java.util.concurrent.ConcurrentLinkedQueue<Integer>();
        var body = "{\"using\": [\"urn:ietf:params:jmap:mail\"], \"methodCalls\": [[\"Email/query\", {\"accountId\": \"anna\", \"filter\": {\"text\": \"text\"}}, \"a\"]]}";
        var threads = IntStream.range(0, 16).mapToObj(_ -> Thread.ofVirtual().start(() -> {
            try {
                begin.await();
                var reply = house.ask(Method.POST, "/jmap/api", body);
                reply.over().run();
                done.add(reply.status());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        })).toList();
        begin.countDown();
        for (var thread : threads) thread.join();
        assertEquals(16, done.size());
        assertTrue(done.stream().filter(status -> status == 200).count() >= 4, done.toString());
        assertTrue(done.stream().allMatch(status -> status == 200 || status == 400), done.toString());
        assertEquals(0, house.open.get());
    }

    /** RFC 8621 section 4.1.4's algorithm goes as deep as messages are read. */
    @Test void deepMessagesAreShown() {
        var mail = new StringBuilder();
        for (int i = 0; i < 150; i++) mail.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n--b").append(i).append('\n');
        var email = house.deposit("INBOX", mail + "\nend\n");
        var answer = house.call("Email/get", "{\"ids\": [\"" + email.id() + "\"], \"properties\": [\"bodyStructure\", \"textBody\", \"hasAttachment\"]}");
        assertEquals(1, answer.get("list").size());
    }
}
