package sigillo.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.oauth.AuthorizationRequest.Read;

class OAuthLanguageTest {
    private static final String ISSUER = "https://mail.home.example";
    /** RFC 7636, Appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final Client MUTT = client("mutt", "http://127.0.0.1/back", "org.mutt:/back");
    private static final Client PAGE = client("page", "https://app.example/back?x=1");
    private static final Client TV = client("tv");
    private static final Function<String, Optional<Client>> CLIENTS =
        id -> Stream.of(MUTT, PAGE, TV).filter(one -> one.id().equals(id)).findFirst();

    private static Client client(String id, String... redirects) {
        return new Client(id, id, Stream.of(redirects).map(text -> RedirectUri.parse(text).orElseThrow()).toList());
    }

    /** {@code name=value} each; as they stand, not encoded. */
    private static Parameters said(String text) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) values.computeIfAbsent(pair.substring(0, equals), _ -> new ArrayList<>()).add(pair.substring(equals + 1));
        }
        return new Parameters(values);
    }

    private static final String GOOD = "client_id=mutt&redirect_uri=http://127.0.0.1:7777/back&response_type=code&state=s&code_challenge_method=S256&code_challenge="
        + CHALLENGE;

    // ---- RFC 6749 section 4.1.2.1 ----

    record Asked(String said, String want) {}

    private static final List<Asked> ASKED = List.of(
        new Asked(GOOD, "good"),
        new Asked(GOOD + "&scope=imap smtp else&resource=a&resource=b&nonce=", "good"),
        new Asked(GOOD.replace("client_id=mutt", "client_id=other"), "no client"),
        new Asked(GOOD.replace("client_id=mutt&", ""), "no client"),
        new Asked(GOOD + "&client_id=mutt", "no client"),
        new Asked(GOOD.replace("7777/back", "7777/other"), "no redirect"),
        new Asked(GOOD.replace("http://127.0.0.1:7777/back", "http://127.0.0.1:7777/back/../x"), "no redirect"),
        new Asked(GOOD.replace("http://127.0.0.1:7777/back", "http://127.0.0.1:7777@evil.example/back"), "no redirect"),
        new Asked(GOOD.replace("http://127.0.0.1:7777/back", "http://127.0.0.1.evil.example/back"), "no redirect"),
        new Asked(GOOD.replace("http://127.0.0.1:7777/back", "org.mutt:/back"), "good"),
        new Asked(GOOD.replace("http://127.0.0.1:7777/back", "org.mutt:/back/"), "no redirect"),
        new Asked(GOOD.replace("redirect_uri=http://127.0.0.1:7777/back&", ""), "no redirect"),
        new Asked(GOOD + "&redirect_uri=http://127.0.0.1/back", "no redirect"),
        new Asked(GOOD.replace("client_id=mutt&redirect_uri=http://127.0.0.1:7777/back", "client_id=page"), "good"),
        new Asked(GOOD.replace("client_id=mutt&redirect_uri=http://127.0.0.1:7777/back", "client_id=page&redirect_uri=https://app.example/back"), "no redirect"),
        new Asked(GOOD.replace("client_id=mutt&redirect_uri=http://127.0.0.1:7777/back", "client_id=tv"), "no redirect"),
        new Asked(GOOD.replace("response_type=code", "response_type=token"), "unsupported_response_type"),
        new Asked(GOOD.replace("response_type=code", "response_type="), "invalid_request"),
        new Asked(GOOD + "&scope=imap&scope=pop", "invalid_request"),
        new Asked(GOOD + "&scope=calendar", "invalid_scope"),
        new Asked(GOOD + "&scope=imap  pop", "invalid_scope"),
        new Asked(GOOD + "&response_mode=fragment", "invalid_request"),
        new Asked(GOOD.replace("S256", "plain"), "invalid_request"),
        new Asked(GOOD.replace("&code_challenge_method=S256", ""), "invalid_request"),
        new Asked(GOOD.replace("&code_challenge=" + CHALLENGE, ""), "invalid_request"),
        new Asked(GOOD.replace(CHALLENGE, CHALLENGE + "="), "invalid_request"),
        new Asked(GOOD.replace("state=s", "state=" + "s".repeat(1_001)), "invalid_request"));

    @TestFactory Stream<DynamicTest> whoIsSentHere() {
        return ASKED.stream().map(one -> DynamicTest.dynamicTest(one.said.substring(0, Math.min(120, one.said.length())), () ->
            assertEquals(one.want, outcome(AuthorizationRequest.read(said(one.said), CLIENTS)))));
    }

    private static String outcome(Read read) {
        return switch (read) {
            case Read.Good _ -> "good";
            case Read.Back back -> {
                assertTrue(back.location(ISSUER).contains("error=" + back.error().text()) && back.location(ISSUER).contains("iss=https%3A%2F%2Fmail.home.example"));
                yield back.error().text();
            }
            case Read.Nowhere(var isClientKnown) -> isClientKnown ? "no redirect" : "no client";
        };
    }

    @Test void whatTheBrowserBrings() {
        var request = ((Read.Good) AuthorizationRequest.read(said(GOOD.replace("state=s", "state=a b&scope=imap")), CLIENTS)).request();
        assertEquals("http://127.0.0.1:7777/back?code=c&state=a+b&iss=https%3A%2F%2Fmail.home.example", request.granted("c", ISSUER));
        assertEquals(Set.of(Scope.IMAP), request.scopes());
        assertEquals(CHALLENGE, request.challenge());
        var page = ((Read.Good) AuthorizationRequest.read(said("client_id=page&response_type=code&code_challenge_method=S256&code_challenge=" + CHALLENGE), CLIENTS)).request();
        assertEquals("https://app.example/back?x=1&error=access_denied&iss=https%3A%2F%2Fmail.home.example", page.refused(OAuthError.ACCESS_DENIED, ISSUER));
        assertEquals(Set.of(Scope.MAIL), page.scopes());
        assertEquals("", page.said());
    }

    // ---- RFC 6749 section 5.2 ----

    record Token(String said, Object want) {}

    private static final String BY_CODE = "grant_type=authorization_code&client_id=mutt&code=c&redirect_uri=r&code_verifier=" + VERIFIER;

    private static final List<Token> TOKENS = List.of(
        new Token(BY_CODE, new TokenRequest.ByCode(MUTT, "c", "r", VERIFIER)),
        new Token(BY_CODE.replace("&redirect_uri=r", "") + "&client_secret=", new TokenRequest.ByCode(MUTT, "c", "", VERIFIER)),
        new Token("grant_type=refresh_token&client_id=mutt&refresh_token=t", new TokenRequest.ByRefresh(MUTT, "t", Optional.empty())),
        new Token("grant_type=refresh_token&client_id=mutt&refresh_token=t&scope=pop", new TokenRequest.ByRefresh(MUTT, "t", Optional.of(Set.of(Scope.POP)))),
        new Token("grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=tv&device_code=d", new TokenRequest.ByDevice(TV, "d")),
        new Token("", OAuthError.INVALID_REQUEST), new Token("client_id=mutt&code=c", OAuthError.INVALID_REQUEST),
        new Token(BY_CODE + "&code=c", OAuthError.INVALID_REQUEST), new Token(BY_CODE.replace("code=c&", ""), OAuthError.INVALID_REQUEST),
        new Token(BY_CODE.replace("&code_verifier=" + VERIFIER, ""), OAuthError.INVALID_REQUEST),
        new Token(BY_CODE.replace(VERIFIER, "short"), OAuthError.INVALID_GRANT),
        new Token(BY_CODE.replace("client_id=mutt", "client_id=x"), OAuthError.INVALID_CLIENT),
        new Token(BY_CODE.replace("client_id=mutt", "client_id=" + "x".repeat(5_000)), OAuthError.INVALID_CLIENT),
        new Token(BY_CODE.replace("client_id=mutt&", ""), OAuthError.INVALID_CLIENT),
        new Token("grant_type=refresh_token&client_id=mutt", OAuthError.INVALID_REQUEST),
        new Token("grant_type=refresh_token&client_id=mutt&refresh_token=t&scope=x", OAuthError.INVALID_SCOPE),
        new Token("grant_type=password&client_id=mutt&username=a&password=b", OAuthError.UNSUPPORTED_GRANT_TYPE),
        new Token("grant_type=client_credentials&client_id=mutt", OAuthError.UNSUPPORTED_GRANT_TYPE));

    @TestFactory Stream<DynamicTest> whoComesForTokens() {
        return TOKENS.stream().map(one -> DynamicTest.dynamicTest("\"" + one.said.substring(0, Math.min(100, one.said.length())) + "\"", () ->
            assertEquals(one.want instanceof OAuthError error ? new TokenRequest.Bad(error) : one.want, TokenRequest.read(said(one.said), CLIENTS))));
    }

    @Test void proofs() {
        assertEquals(CHALLENGE, Pkce.challenge(VERIFIER));
        assertTrue(Pkce.isVerifier(VERIFIER) && Pkce.isVerifier("~".repeat(128)) && Pkce.isChallenge(CHALLENGE));
        for (var none : List.of("", "a".repeat(42), "a".repeat(129), "+".repeat(43))) assertFalse(Pkce.isVerifier(none), none);
        assertFalse(said(BY_CODE).toString().contains(VERIFIER) || TokenRequest.read(said(BY_CODE), CLIENTS).toString().contains(VERIFIER));
    }

    // ---- where browsers are sent ----

    @Test void redirects() {
        var kinds = Map.of("http://127.0.0.1:80/a?b=c", RedirectUri.Kind.LOOPBACK, "http://[::1]", RedirectUri.Kind.LOOPBACK, "http://localhost:1/", RedirectUri.Kind.LOOPBACK,
            "org.example.mail:/x", RedirectUri.Kind.PRIVATE_USE, "https://app.example/", RedirectUri.Kind.HTTPS);
        kinds.forEach((text, kind) -> assertEquals(kind, RedirectUri.parse(text).orElseThrow().kind(), text));
        for (var none : List.of("", "/", "x", "http://app.example/", "http://127.0.0.1.example/", "http://127.0.0.2/", "http://localhost.evil.example/", "https://u@app.example/",
                "https://app.example/#f", "https://app.example/;script-src", "https://app.example/ x", "https://app.example/\r\nx", "https://app.example/'", "javascript:alert(1)", "mailto:a@b.example",
                "data:text/html,x", "mutt:/x", "org.example://host/x", "org.example:opaque", "https:///x", "https://[::1]/", "//app.example/", "https://app.example/" + "a".repeat(200)))
            assertEquals(Optional.empty(), RedirectUri.parse(none), none);
        var here = RedirectUri.parse("http://[::1]:9/a").orElseThrow();
        assertTrue(RedirectUri.parse("http://[::1]/a").orElseThrow().fits(here));
        assertFalse(RedirectUri.parse("http://127.0.0.1/a").orElseThrow().fits(here) || RedirectUri.parse("http://[::1]/b").orElseThrow().fits(here));
        assertEquals("http://[::1]:9", here.source());
        assertEquals("org.example.mail:", RedirectUri.parse("org.example.mail:/x").orElseThrow().source());
    }

    // ---- who registers ----

    private static Registration.Read register(String json) { return Registration.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)); }

    @Test void registrations() {
        var good = assertInstanceOf(Registration.Read.Good.class, register("{'client_name':' Mutt ','redirect_uris':['http://127.0.0.1/'],'token_endpoint_auth_method':'none','else':[{}]}")).registration();
        assertEquals("Mutt", good.name());
        assertTrue(new String(good.registered("id", java.time.Instant.EPOCH), StandardCharsets.UTF_8).contains("\"client_id\":\"id\",\"client_id_issued_at\":0"));
        assertInstanceOf(Registration.Read.Good.class, register("{'grant_types':['urn:ietf:params:oauth:grant-type:device_code']}"));
        for (var bad : List.of("", "[]", "{", "{'grant_types':['password']}", "{'redirect_uris':['http://127.0.0.1/'],'response_types':['token']}",
                "{'redirect_uris':['http://127.0.0.1/'],'client_name':'" + "x".repeat(61) + "'}", "{'redirect_uris':['http://127.0.0.1/'],'client_name':'a\\nb'}", "{'redirect_uris':['http://127.0.0.1/'],'client_name':'a\\u202eb'}", "{'a':".repeat(50) + "1" + "}".repeat(50)))
            assertEquals(OAuthError.INVALID_CLIENT_METADATA, assertInstanceOf(Registration.Read.Bad.class, register(bad), bad).error());
        for (var bad : List.of("{}", "{'redirect_uris':[]}", "{'redirect_uris':'http://127.0.0.1/'}", "{'redirect_uris':['https://app.example/']}", "{'redirect_uris':[1]}", "{'redirect_uris':['http://127.0.0.1/','x']}",
                "{'redirect_uris':['http://127.0.0.1/','http://127.0.0.1/','http://127.0.0.1/','http://127.0.0.1/']}"))
            assertEquals(OAuthError.INVALID_REDIRECT_URI, assertInstanceOf(Registration.Read.Bad.class, register(bad), bad).error());
    }

    // ---- scopes and codes ----

    @Test void scopes() {
        assertEquals(Optional.of(Set.of(Scope.MAIL)), Scope.parse(Optional.empty()));
        assertEquals(Optional.of(Set.of(Scope.SUBMISSION, Scope.MAIL)), Scope.parse(Optional.of("smtp urn:ietf:params:oauth:scope:mail offline_access")));
        for (var none : List.of("x", " imap", "imap\"", "i".repeat(1_001))) assertEquals(Optional.empty(), Scope.parse(Optional.of(none)), none);
        assertEquals("imap submission", Scope.text(Set.of(Scope.SUBMISSION, Scope.IMAP)));
    }

    @Test void codesThatPeopleType() {
        var random = new Random(1);
        var code = UserCode.random(random::nextInt);
        assertTrue(code.text().matches("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}"), code.text());
        for (var typed : List.of(code.text(), code.letters(), " " + code.text().toLowerCase() + " ", code.text().replace('-', ' '))) assertEquals(Optional.of(code), UserCode.parse(typed));
        for (var none : List.of("", "BCDF", "AAAA-AAAA", "BCDF-BCDFG", " ".repeat(50))) assertEquals(Optional.empty(), UserCode.parse(none));
    }

    // ---- whatever strangers send ----

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var seeds = Stream.concat(ASKED.stream().map(Asked::said), TOKENS.stream().map(Token::said)).toList();
            for (int i = 0; i < 5_000; i++) {
                var text = mutated(seeds.get(random.nextInt(seeds.size())), random);
                assertNotNull(AuthorizationRequest.read(said(text), CLIENTS));
                assertNotNull(TokenRequest.read(said(text), CLIENTS));
                assertNotNull(RedirectUri.parse(mutated("http://[::1]:80/a?b=%41", random)));
                assertNotNull(register(mutated("{'client_name':'x','redirect_uris':['http://127.0.0.1/'],'grant_types':[null,{}]}", random)));
                assertNotNull(UserCode.parse(text));
                if (AuthorizationRequest.read(said(text), CLIENTS) instanceof Read.Back back) assertTrue(back.location(ISSUER).matches("[\\x21-\\x7E]+"), text);
            }
        }));
    }

    private static final String SIGNS = "&=:/[]%\0\u00e8\"'{}\\\r\n@#?";

    private static String mutated(String text, Random random) {
        var all = new StringBuilder(text);
        for (int n = random.nextInt(5); n-- > 0 && !all.isEmpty(); ) all.setCharAt(random.nextInt(all.length()), SIGNS.charAt(random.nextInt(SIGNS.length())));
        return all.toString();
    }
}
