package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;
import sigillo.http.Asked.Method;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Incoming;
import sigillo.http.Origins;
import sigillo.http.Reply;
import sigillo.jmap.JmapLimits;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn;
import sigillo.spool.Spooled;

/** Who is let in, what is at which path, what is downloaded: RFC 8620 sections 2, 6.2 and 8.2. */
class JmapDoorTest {
    private static final String EMPTY = "{\"using\": [], \"methodCalls\": []}";
    private final JmapHouse house = new JmapHouse();

    @AfterEach void nothingIsHeldOpen() {
        assertEquals(0, house.open.get(), "requests that hold the account open");
        house.close();
    }

    private record Case(String authorization, int status) {}

    @TestFactory Stream<DynamicTest> credentials() {
        return Stream.of(new Case("", 401), new Case("Basic", 401), new Case("Basic !", 401), new Case("Basic YW5uYQ==", 401), new Case("Digest x", 401),
            new Case(JmapHouse.basic("anna", "pw"), 200), new Case("basic  " + JmapHouse.basic("anna", "pw").substring(6), 200),
            new Case(JmapHouse.basic("anna", "pw2"), 401), new Case(JmapHouse.basic("leo", "pw"), 401), new Case(JmapHouse.basic("guarded", "pw"), 401),
            new Case(JmapHouse.basic("other", "pw"), 403), new Case(JmapHouse.basic("slow", "pw"), 429), new Case("Bearer t", 200), new Case("bearer t", 200),
            new Case("Bearer u", 401), new Case("Bearer", 401))
            .map(one -> DynamicTest.dynamicTest("<" + one.authorization + ">", () -> {
                for (var path : new String[] {"/.well-known/jmap", "/jmap/session"}) {
                    var reply = house.ask(Method.GET, path, "", Map.of("authorization", one.authorization, "host", "localhost"));
                    reply.over().run();
                    assertEquals(one.status, reply.status());
                    assertEquals(one.status == 401, reply.headers().containsKey("WWW-Authenticate"));
                    assertEquals(one.status == 429 ? "30" : null, reply.headers().get("Retry-After"));
                }
            }));
    }

    /** Of a browser another door knows who it is; who says a password or a token is that one. A page of ours makes no browser ask for a password. */
    @Test void browsersAreKnownElsewhere() {
        house.door.browsers(asked -> asked.header("cookie").filter("c=1"::equals).map(_ -> (SignIn.Answer.Welcome) house.welcome()));
        var known = house.ask(Method.GET, "/jmap/session", "", Map.of("cookie", "c=1", "host", "localhost"));
        assertEquals("anna@home.example", house.json(known).get("username").stringValue());
        for (var wrong : List.of(Map.of("cookie", "c=2"), Map.of("cookie", "c=1", "authorization", JmapHouse.basic("leo", "pw")))) {
            assertEquals(401, house.ask(Method.GET, "/jmap/session", "", wrong).status());
        }
        var page = house.ask(Method.GET, "/jmap/session", "", Map.of("sec-fetch-site", "same-origin"));
        assertEquals("Bearer realm=\"Sigillo\"", page.headers().get("WWW-Authenticate"));
    }

    /** RFC 9422 section 4. */
    @Test void saysForHowManyAMessageMayBe() {
        var said = house.json(house.ask(Method.GET, "/jmap/session", "")).get("accounts").get("anna")
            .get("accountCapabilities").get(SessionObject.SUBMISSION).get("submissionExtensions").get("LIMITS");
        assertEquals("[\"RCPTMAX=100\"]", said.toString());
    }

    /** What ManageSieve would refuse them is not there by JMAP either; what does no harm can be read. */
    @Test void whoIsNotLetInForRulesWritesNone() {
        var all = house.json(house.ask(Method.GET, "/jmap/session", ""));
        house.rules().put(JmapHouse.ANNA, "a", "keep;".getBytes(StandardCharsets.UTF_8));
        var blob = house.call("SieveScript/get", "{}").get("list").get(0).get("blobId").stringValue();
        house.services = Set.of(SignIn.Service.JMAP, SignIn.Service.IMAP, SignIn.Service.SMTP, SignIn.Service.POP);
        var session = house.json(house.ask(Method.GET, "/jmap/session", ""));
        assertFalse(session.toString().contains(SessionObject.SIEVE));
        assertTrue(all.get("accounts").get("anna").get("accountCapabilities").has(SessionObject.SIEVE));
        assertFalse(session.get("state").equals(all.get("state")), "another session");
        for (var name : List.of("get", "set", "query", "validate")) {
            assertEquals("unknownMethod", house.call("SieveScript/" + name, "{}").get("type").stringValue());
        }
        assertEquals(blob, house.call("Blob/get", "{\"ids\": [\"" + blob + "\"]}").get("notFound").get(0).stringValue());
        assertEquals("forbidden", house.call("VacationResponse/set", "{\"update\": {\"singleton\": {\"isEnabled\": true}}}").get("type").stringValue());
        assertFalse(house.call("VacationResponse/get", "{}").get("list").get(0).get("isEnabled").booleanValue());
    }

    /** RFC 6750 section 3: where a token is to be had, and what is wrong with one that was shown. */
    @Test void whoHasNoTokenIsToldWhereTheyAre() {
        house.door.tokensBy("https://mail.home.example/.well-known/oauth-protected-resource");
        assertEquals("Basic realm=\"Sigillo\", charset=\"UTF-8\", Bearer realm=\"Sigillo\","
            + " resource_metadata=\"https://mail.home.example/.well-known/oauth-protected-resource/jmap/session\"", offered("/jmap/session", ""));
        assertTrue(offered("/jmap/session", "Bearer u").endsWith("Bearer realm=\"Sigillo\", error=\"invalid_token\","
            + " resource_metadata=\"https://mail.home.example/.well-known/oauth-protected-resource/jmap/session\""));
        assertTrue(offered("/jmap/download/a/b/c\"d", "").endsWith("oauth-protected-resource\""), "nothing of theirs is between quotes");
    }

    private String offered(String path, String authorization) {
        return house.ask(Method.GET, path, "", Map.of("authorization", authorization, "host", "localhost")).headers().get("WWW-Authenticate");
    }

    @Test void theSessionSaysWhatIsThere() {
        var session = house.json(house.ask(Method.GET, "/jmap/session", ""));
        assertEquals("anna@home.example", session.get("username").stringValue());
        assertEquals("https://localhost:8443/jmap/api", session.get("apiUrl").stringValue());
        assertTrue(session.get("downloadUrl").stringValue().startsWith("https://localhost:8443/jmap/download/{accountId}/{blobId}/{name}"));
        var core = session.get("capabilities").get("urn:ietf:params:jmap:core");
        assertEquals(JmapLimits.CALLS_MAX, core.get("maxCallsInRequest").intValue());
        assertEquals(JmapLimits.REQUEST_OCTETS_MAX, core.get("maxSizeRequest").intValue());
        assertEquals("anna", session.get("primaryAccounts").get("urn:ietf:params:jmap:mail").stringValue());
        assertTrue(session.get("accounts").get("anna").get("isReadOnly").isBoolean());
        var answer = house.json(house.ask(Method.POST, "/jmap/api", EMPTY));
        assertEquals(session.get("state"), answer.get("sessionState"));
    }

    /** What a client says of our name comes back to it only where it is one. */
    @Test void aHostThatIsNoneIsNotRepeated() {
        var headers = Map.of("authorization", "Bearer t", "host", "evil\"<x>");
        var session = house.json(house.ask(Method.GET, "/jmap/session", "", headers));
        assertEquals("https://mail.home.example/jmap/api", session.get("apiUrl").stringValue());
    }

    @Test void pagesOfOthersGetNothing() {
        for (var foreign : new String[] {"sec-fetch-site", "origin"}) {
            var headers = Map.of("authorization", "Bearer t", "host", "localhost", foreign, foreign.equals("origin") ? "https://evil.example" : "cross-site");
            var reply = house.ask(Method.GET, "/jmap/session", "", headers);
            assertEquals(403, reply.status());
            assertTrue(reply.headers().keySet().stream().noneMatch(name -> name.startsWith("Access-Control")));
        }
        assertEquals(405, house.ask(Method.OTHER, "/jmap/api", "").status());
    }

    private static final String OTHER = "https://webmail.other.example";

    private Reply fromOther(Method method, String path, String body, Map<String, String> more) {
        house.door.origins(new Origins(Set.of(OTHER)));
        var headers = new LinkedHashMap<>(Map.of("host", "localhost", "origin", OTHER, "sec-fetch-site", "cross-site", "content-type", "application/json"));
        headers.putAll(more);
        return house.ask(method, path, body, headers);
    }

    /** Whose pages the operator has named: Fetch, section 3.2. Nothing that browsers remember is sent with it. */
    @Test void pagesThatAreNamedMayAsk() {
        var before = fromOther(Method.OPTIONS, "/jmap/api", "", Map.of("access-control-request-method", "POST", "access-control-request-headers", "authorization,content-type"));
        assertEquals(200, before.status());
        assertEquals(OTHER, before.headers().get("Access-Control-Allow-Origin"));
        assertEquals("Origin", before.headers().get("Vary"));
        assertTrue(before.headers().get("Access-Control-Allow-Headers").contains("Authorization"));
        var reply = fromOther(Method.POST, "/jmap/api", EMPTY, Map.of("authorization", "Bearer t"));
        reply.over().run();
        assertEquals(200, reply.status());
        assertEquals(OTHER, reply.headers().get("Access-Control-Allow-Origin"));
        assertEquals("cross-origin", reply.headers().get("Cross-Origin-Resource-Policy"));
        var wrong = fromOther(Method.GET, "/jmap/session", "", Map.of("authorization", "Bearer wrong"));
        assertEquals(401, wrong.status());
        assertEquals(OTHER, wrong.headers().get("Access-Control-Allow-Origin"), "the page is to see why");
        for (var one : List.of(before, reply, wrong)) assertFalse(one.headers().containsKey("Access-Control-Allow-Credentials"));
    }

    @Test void othersHaveNoPreflight() {
        for (var origin : List.of("https://evil.example", "https://webmail.other.example:444", "http://webmail.other.example", "null", "https://webmail.other.example.evil.example")) {
            var reply = fromOther(Method.OPTIONS, "/jmap/api", "", Map.of("origin", origin, "access-control-request-method", "POST"));
            assertEquals(403, reply.status(), origin);
            assertFalse(reply.headers().containsKey("Access-Control-Allow-Origin"));
        }
        assertEquals(405, house.ask(Method.OPTIONS, "/jmap/api", "").status());
    }

    @TestFactory Stream<DynamicTest> paths() {
        return Stream.of("GET /jmap/api 405", "POST /jmap/session 405", "GET /jmap/nothing 404", "POST /jmap/upload/anna/ 411", "GET /jmap/upload/anna/ 405", "DELETE /jmap/api 405",
            "GET /jmap/download/anna/Mzz/x 404", "GET /jmap/download/leo/M1/x 404", "GET /jmap/download/anna 404", "GET /jmap/download/anna/../x 404")
            .map(one -> DynamicTest.dynamicTest(one, () -> {
                var words = one.split(" ");
                var reply = house.ask(Method.valueOf(words[0]), words[1], "");
                reply.over().run();
                assertEquals(Integer.parseInt(words[2]), reply.status());
                assertEquals("application/problem+json", reply.headers().get("Content-Type"));
                assertEquals(reply.status() == 405, reply.headers().containsKey("Allow"));
            }));
    }

    // ---- RFC 8620 section 3.6.1 ----

    @Test void whatIsNoRequestIsAProblem() {
        var notJson = house.ask(Method.POST, "/jmap/api", "{");
        assertEquals(400, notJson.status());
        assertEquals("application/problem+json", notJson.headers().get("Content-Type"));
        assertEquals("urn:ietf:params:jmap:error:notJSON", house.json(notJson).get("type").stringValue());
        var form = house.ask(Method.POST, "/jmap/api", EMPTY, Map.of("authorization", "Bearer t", "host", "localhost", "content-type", "text/plain"));
        assertEquals("urn:ietf:params:jmap:error:notJSON", house.json(form).get("type").stringValue());
    }

    /** RFC 8620 section 3.3. */
    @Test void whatIsNotUsedIsNotThere() {
        var answer = house.json(house.ask(Method.POST, "/jmap/api", """
            {"using": ["urn:ietf:params:jmap:core"], "methodCalls": [["Mailbox/get", {"accountId": "anna"}, "a"]], "createdIds": {"k": "M1"}}"""));
        assertEquals("unknownMethod", answer.get("methodResponses").get(0).get(1).get("type").stringValue());
        assertEquals("M1", answer.get("createdIds").get("k").stringValue());
    }

    // ---- RFC 8620 section 6.2 ----

    private static final String MAIL = """
        From: leo@away.example
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        caff=C3=A8
        --m
        Content-Type: message/rfc822

        Subject: within
        Content-Type: text/plain
        Content-Transfer-Encoding: base64

        aGVsbG8=
        --m--
        """;

    @Test void messagesAndPartsAreDownloaded() throws IOException {
        var email = house.deposit("INBOX", MAIL);
        assertEquals(MAIL.replace("\n", "\r\n"), downloaded(email.id() + "/all.eml"));
        assertEquals("caff\u00e8", downloaded(email.id() + "-1/text.txt"));
        assertTrue(downloaded(email.id() + "-2/within.eml").startsWith("Subject: within\r\n"));
        assertEquals("hello", downloaded(email.id() + "-2-1/hello.txt"));
        for (var none : new String[] {"-3", "-2-2", "-1_1", "-0", "-99999999", "-2-1_1"}) {
            assertEquals(404, download(email.id() + none + "/x").status(), none);
        }
    }

    @Test void whatIsDownloadedIsAFileAndNoPage() throws IOException {
        var email = house.deposit("INBOX", MAIL);
        var reply = download(email.id() + "/caff\u00e8 \"x\"\r\nSet-Cookie: a.eml?type=text%2Fhtml");
        assertEquals("text/html", reply.headers().get("Content-Type"));
        var disposition = reply.headers().get("Content-Disposition");
        assertTrue(disposition.startsWith("attachment; filename*=UTF-8''caff%C3%A8"), disposition);
        assertTrue(disposition.chars().allMatch(c -> c > ' ' && c < 0x7F || c == ' '), disposition);
        assertEquals("application/octet-stream", download(email.id() + "/x?type=text/html%0d%0aSet-Cookie:%20a").headers().get("Content-Type"));
    }

    /** A part that is not decoded in memory. */
    @Test void aLongPartIsDecodedWhileItIsSent() throws IOException {
        var content = new byte[Blobs.DECODED_OCTETS_MAX + (5 << 20)];
        for (int i = 0; i < content.length; i++) content[i] = (byte) (i * 31 + (i >> 8));
        var email = house.deposit("INBOX", "Content-Type: application/x-any\nContent-Transfer-Encoding: base64\n\n"
            + Base64.getMimeEncoder().encodeToString(content) + "\n");
        var reply = download(email.id() + "-1/x");
        assertEquals(content.length, reply.body().length());
        var all = new ByteArrayOutputStream();
        reply.body().writeTo(all);
        assertArrayEquals(content, all.toByteArray());
    }

    private Reply download(String rest) {
        var reply = house.ask(Method.GET, "/jmap/download/anna/" + rest, "");
        reply.over().run();
        return reply;
    }

    private String downloaded(String rest) throws IOException {
        var reply = house.ask(Method.GET, "/jmap/download/anna/" + rest, "");
        assertEquals(200, reply.status(), rest);
        return read(reply);
    }

    private static String read(Reply reply) throws IOException {
        try {
            return new String(reply.body().bytes(0, reply.body().length(), 1 << 20), StandardCharsets.UTF_8);
        } finally {
            reply.over().run();
        }
    }

    /** RFC 8620 section 6.2; RFC 9110 section 14: of a message, of a part, of one that is decoded, of one in a part. */
    @Test void downloadsGoOnWhereTheyEnded() throws IOException {
        var email = house.deposit("INBOX", MAIL);
        for (var one : List.of("/x", "-1/x", "-2/x", "-2-1/x")) {
            var whole = downloaded(email.id() + one);
            var headers = new LinkedHashMap<>(Map.of("authorization", "Bearer t", "host", "localhost", "range", "bytes=2-3"));
            var reply = house.ask(Method.GET, "/jmap/download/anna/" + email.id() + one, "", headers);
            int length = whole.getBytes(StandardCharsets.UTF_8).length;
            assertEquals("206 bytes 2-3/" + length, reply.status() + " " + reply.headers().get("Content-Range"));
            assertEquals(whole.substring(2, 4).length(), read(reply).codePointCount(0, 2));
            headers.put("range", "bytes=" + length + "-");
            var none = house.ask(Method.GET, "/jmap/download/anna/" + email.id() + one, "", headers);
            assertEquals("416 bytes */" + length, none.status() + " " + none.headers().get("Content-Range"));
            none.over().run();
            assertEquals("private, immutable, max-age=31536000", reply.headers().get("Cache-Control"));
            assertTrue(reply.headers().get("Content-Security-Policy").contains("sandbox"));
            assertFalse(none.headers().containsKey("Cache-Control"));
        }
        assertEquals(0, house.spooled());
        assertEquals(0, house.open.get());
    }

    @Test void downloadsOfAnAccountAreCounted() {
        var email = house.deposit("INBOX", MAIL);
        var replies = new ArrayList<Reply>();
        for (int i = 0; i < DoorLimits.DOWNLOADS_OF_ACCOUNT_MAX; i++) replies.add(house.ask(Method.GET, "/jmap/download/anna/" + email.id() + "/x", ""));
        for (var one : replies) assertEquals(200, one.status());
        assertEquals(429, download(email.id() + "/x").status());
        replies.forEach(one -> one.over().run());
        for (int i = 0; i < 2 * DoorLimits.DOWNLOADS_OF_ACCOUNT_MAX; i++) assertEquals(404, download(email.id() + "-9/x").status());
        assertEquals(200, download(email.id() + "/x").status());
    }

    /** The account is open until the last octet was sent. */
    @Test void theAccountIsHeldUntilTheReplyWasSent() {
        var reply = house.ask(Method.GET, "/jmap/session", "");
        assertEquals(1, house.open.get());
        reply.over().run();
        assertEquals(0, house.open.get());
    }

    /** An account that is locked, as after an operator's reset: what needs no key is told, what does is serverFail. */
    @Test void aLockedAccountAnswersWhatItCan() {
        var email = house.deposit("INBOX", MAIL);
        house.opening = _ -> Unlocked.nothing(JmapHouse.ANNA, () -> true);
        var answers = house.calls("""
            [["Email/get", {"accountId": "anna", "ids": ["%1$s"], "properties": ["subject"]}, "a"], ["Thread/get", {"accountId": "anna", "ids": ["%2$s"]}, "b"]]"""
            .formatted(email.id(), email.thread()));
        boolean isSealed = TestSeal.LEVEL == Level.L1;
        assertEquals(isSealed ? "error" : "Email/get", answers.get(0).get(0).stringValue());
        if (isSealed) assertEquals("serverFail", answers.get(0).get(1).get("type").stringValue());
        assertEquals(email.id().toString(), answers.get(1).get(1).get("list").get(0).get("emailIds").get(0).stringValue());
        assertFalse(answers.get(1).get(1).get("list").isEmpty());
    }

    @Test void headersOfARequestMayBeMissing() {
        var reply = house.ask(Method.POST, "/jmap/api", EMPTY, new LinkedHashMap<>());
        assertEquals(401, reply.status());
    }

    // ---- RFC 8620 section 6.1 ----

    @Test void whatIsUploadedIsDownloadedAgain() throws IOException {
        var octets = new byte[300_000];
        for (int i = 0; i < octets.length; i++) octets[i] = (byte) (i * 13);
        var reply = house.upload("image/png", octets);
        assertEquals(201, reply.status());
        var answer = house.json(reply);
        assertEquals("image/png", answer.get("type").stringValue());
        assertEquals(octets.length, answer.get("size").intValue());
        var body = download(answer.get("blobId").stringValue() + "/x.png?type=image/png").body();
        assertArrayEquals(octets, body.bytes(0, body.length(), octets.length));
        assertEquals(1, house.spooled());
    }

    /** An hour, and no more than there may be of an account: files go with them. */
    @Test void uploadsGo() throws Exception {
        var clock = new AtomicReference<>(JmapHouse.NOON);
        try (var uploads = new Uploads(clock::get)) {
            var first = uploads.add(JmapHouse.ANNA, Spooled.of(new byte[10]));
            var others = new AccountId("leo");
            assertTrue(uploads.get(JmapHouse.ANNA, first).isPresent());
            assertTrue(uploads.get(others, first).isEmpty(), "it is anna's");
            clock.set(JmapHouse.NOON.plusSeconds(3_599));
            var second = uploads.add(JmapHouse.ANNA, Spooled.of(new byte[10]));
            assertTrue(uploads.get(JmapHouse.ANNA, first).isPresent());
            clock.set(JmapHouse.NOON.plusSeconds(3_600));
            assertTrue(uploads.get(JmapHouse.ANNA, first).isEmpty());
            assertTrue(uploads.get(JmapHouse.ANNA, second).isPresent());
            for (int i = 0; i < DoorLimits.UPLOADS_OF_ACCOUNT_MAX; i++) uploads.add(JmapHouse.ANNA, Spooled.of(new byte[0]));
            assertTrue(uploads.get(JmapHouse.ANNA, second).isEmpty(), "the oldest gave way");
        }
    }

    /** Of more than all may have, the oldest of who has most: one account takes nothing from others. */
    @Test void uploadsOfAllAreBounded() {
        try (var uploads = new Uploads(() -> JmapHouse.NOON)) {
            var few = uploads.add(JmapHouse.ANNA, Spooled.of(new byte[10]));
            int accounts = DoorLimits.UPLOADS_MAX / DoorLimits.UPLOADS_OF_ACCOUNT_MAX;
            var firsts = new ArrayList<String>();
            for (int i = 0; i < accounts; i++) {
                for (int j = 0; j < DoorLimits.UPLOADS_OF_ACCOUNT_MAX; j++) {
                    var id = uploads.add(new AccountId("many" + i), Spooled.of(new byte[1]));
                    if (j == 0) firsts.add(id);
                }
            }
            assertTrue(uploads.get(JmapHouse.ANNA, few).isPresent());
            long there = IntStream.range(0, accounts).filter(i -> uploads.get(new AccountId("many" + i), firsts.get(i)).isPresent()).count();
            assertEquals(accounts - 1, there, "one of those who have most gave way");
        }
    }

    @Test void uploadsLieInFilesHoweverShort() {
        house.upload("text/plain", new byte[3]).over().run();
        assertEquals(1, house.spooled());
    }

    @Test void uploadsOfOthersAndTooLongOnesAreRefused() throws IOException {
        record Refused(String path, String authorization, long octets, int status) {}
        for (var one : new Refused[] {new Refused("/jmap/upload/leo/", "Bearer t", 3, 404), new Refused("/jmap/upload/anna/", "Bearer u", 3, 401),
                new Refused("/jmap/upload/anna/", "Bearer t", DoorLimits.UPLOAD_OCTETS_MAX + 1, 413), new Refused("/jmap/upload/anna/", "Bearer t", 4, 400)}) {
            var asked = new Asked(Method.POST, one.path, Fields.NONE, Map.of("authorization", one.authorization), new byte[0],
                InetAddress.getLoopbackAddress(), () -> { });
            var reply = house.door.receive(asked, new Incoming(one.octets, new ByteArrayInputStream(new byte[3]), _ -> { }));
            reply.over().run();
            assertEquals(one.status, reply.status(), one.toString());
        }
        assertEquals(0, house.spooled());
    }
}
