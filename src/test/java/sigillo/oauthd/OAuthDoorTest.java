package sigillo.oauthd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.authorization.AuthorizationLimits;
import sigillo.authorization.AuthorizationSettings;
import sigillo.authorization.Authorizing;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.keyring.Level;
import sigillo.keyring.Unlocked;
import sigillo.login.Programs;
import sigillo.login.SignIn;
import sigillo.login.SignIn.Service;
import sigillo.login.TestLogin;
import sigillo.login.WebSignIn;
import sigillo.oauth.Metadata;
import sigillo.oauth.Pkce;
import sigillo.oauth.Scope;
import sigillo.oauth.UserCode;
import sigillo.sealing.Randomness;
import sigillo.store.memory.MemoryStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OAuthDoorTest {
    private static final Address ANNA = Address.of("anna@home.example");
    private static final String VERIFIER = "v".repeat(43);
    private static final String BACK = "http://127.0.0.1:9/";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MemoryStore store = new MemoryStore();
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final InstantSource clock = () -> now;
    private TestLogin server;
    private Authorizing authorizing;
    private OAuthDoor door;
    private SignIn signIn;
    private Duration wait = Duration.ZERO;
    private final AtomicInteger guesses = new AtomicInteger();
    private String client;

    @BeforeEach void start() {
        server = new TestLogin(store, new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), clock);
        server.editor.addDomain(Domain.of("home.example"));
        server.moveIn(new AccountId("anna"), ANNA.toString(), "first", Level.L1);
        var grants = server.grants(store, clock);
        signIn = server.everySignIn(store, grants, false, clock);
        begin(AuthorizationSettings.DEFAULT);
        client = register("mutt", BACK).path("client_id").asString();
    }

    /** As after a restart: what is in memory alone is gone. */
    private void begin(AuthorizationSettings settings) {
        authorizing = new Authorizing(settings, "https://mail.home.example", server.grants(store, clock), Randomness.secure(), clock);
        door = new OAuthDoor(authorizing, (_, _) -> {
            guesses.incrementAndGet();
            return wait;
        }, clock);
    }

    @AfterEach void stop() { server.close(); }

    private Reply ask(Asked.Method method, String path, String type, String body) {
        return door.answer(new Asked(method, path, Fields.NONE, Map.of("content-type", type), body.getBytes(StandardCharsets.UTF_8), InetAddress.getLoopbackAddress(), () -> { }));
    }

    private Reply form(String path, String... fields) {
        var text = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) text.append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8)).append('&');
        return ask(Asked.Method.POST, path, "application/x-www-form-urlencoded", text.toString());
    }

    private static JsonNode json(Reply reply) {
        try {
            return JSON.readTree(reply.body().bytes(0, reply.body().length(), 100_000));
        } catch (java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String error(Reply reply) { return reply.status() + " " + json(reply).path("error").asString(); }

    private JsonNode register(String name, String redirect) {
        return json(ask(Asked.Method.POST, Metadata.REGISTER, "application/json", "{\"client_name\":\"" + name + "\",\"redirect_uris\":[\"" + redirect + "\"]}"));
    }

    private Unlocked owner() {
        return assertInstanceOf(WebSignIn.Answer.In.class, server.webSignIn(store, server.signIn(clock), clock).byPassword(ANNA.toString(), "first", Optional.empty())).unlocked();
    }

    private Programs.Wish wish() { return new Programs.Wish("mutt", client, Set.of(Service.IMAP, Service.SMTP)); }

    private String code() {
        try (var open = owner()) {
            return ((Edited.Done<String>) authorizing.programs().approve(ANNA, open, wish(), BACK, Pkce.challenge(VERIFIER))).now();
        }
    }

    private Reply redeem(String code, String verifier) {
        return form(Metadata.TOKEN, "grant_type", "authorization_code", "client_id", client, "code", code, "redirect_uri", BACK, "code_verifier", verifier);
    }

    private Reply refresh(JsonNode tokens) {
        return form(Metadata.TOKEN, "grant_type", "refresh_token", "client_id", client, "refresh_token", tokens.path("refresh_token").asString());
    }

    private boolean letsIn(JsonNode tokens) {
        if (!(signIn.bearer(Optional.empty(), tokens.path("access_token").asString(), Service.IMAP, Optional.empty()) instanceof SignIn.Answer.Welcome(_, var open, _))) return false;
        open.close();
        return true;
    }

    @Test void aCodeBecomesTokens() {
        var reply = redeem(code(), VERIFIER);
        assertEquals(200, reply.status());
        var tokens = json(reply);
        assertEquals("Bearer", tokens.path("token_type").asString());
        assertEquals(3_600, tokens.path("expires_in").asInt());
        assertEquals("imap submission", tokens.path("scope").asString());
        assertTrue(letsIn(tokens));
        var fresh = json(refresh(tokens));
        assertTrue(letsIn(fresh));
        assertEquals("400 invalid_scope", error(form(Metadata.TOKEN, "grant_type", "refresh_token", "client_id", client, "refresh_token", fresh.path("refresh_token").asString(), "scope", "pop")));
        assertEquals(200, form(Metadata.REVOKE, "client_id", client, "token", fresh.path("refresh_token").asString()).status());
        assertFalse(letsIn(fresh));
        assertEquals("400 invalid_grant", error(refresh(fresh)));
        assertEquals(200, form(Metadata.REVOKE, "client_id", client, "token", "nonsense", "token_type_hint", "x").status());
    }

    /** RFC 6749 section 5.2. */
    @Test void errors() {
        assertEquals("400 invalid_grant", error(redeem(code(), "w".repeat(43))));
        assertEquals("400 invalid_grant", error(redeem("sgc_" + "A".repeat(43), VERIFIER)));
        assertEquals(2, guesses.get());
        assertEquals("401 invalid_client", error(form(Metadata.TOKEN, "grant_type", "authorization_code", "client_id", client + "A", "code", "c", "code_verifier", VERIFIER)));
        assertEquals("400 unsupported_grant_type", error(form(Metadata.TOKEN, "grant_type", "password", "client_id", client)));
        assertEquals("400 invalid_request", error(form(Metadata.TOKEN)));
        assertEquals("400 invalid_request", error(ask(Asked.Method.POST, Metadata.TOKEN, "application/json", "{}")));
        assertEquals("401 invalid_client", error(form(Metadata.DEVICE_AUTHORIZATION, "client_id", "x")));
        assertEquals("400 invalid_scope", error(form(Metadata.DEVICE_AUTHORIZATION, "client_id", client, "scope", "x")));
        assertEquals("400 invalid_request", error(form(Metadata.REVOKE, "client_id", client)));
        var other = register("other", BACK).path("client_id").asString();
        assertEquals("400 invalid_grant", error(form(Metadata.REVOKE, "client_id", other, "token", json(redeem(code(), VERIFIER)).path("access_token").asString())));
        assertEquals(405, ask(Asked.Method.GET, Metadata.TOKEN, "", "").status());
        assertEquals(404, ask(Asked.Method.GET, "/oauth/else", "", "").status());
        wait = Duration.ofSeconds(30);
        var slowed = redeem("sgc_" + "A".repeat(43), VERIFIER);
        assertEquals("429 temporarily_unavailable", error(slowed));
        assertEquals("30", slowed.headers().get("Retry-After"));
        assertEquals(200, redeem(code(), VERIFIER).status(), "a right one never waits");
    }

    // ---- devices ----

    private JsonNode device() { return json(form(Metadata.DEVICE_AUTHORIZATION, "client_id", client, "scope", "imap submission")); }

    private Reply poll(JsonNode device) {
        return form(Metadata.TOKEN, "grant_type", "urn:ietf:params:oauth:grant-type:device_code", "client_id", client, "device_code", device.path("device_code").asString());
    }

    private boolean grant(JsonNode device) {
        var code = UserCode.parse(device.path("user_code").asString()).orElseThrow();
        try (var open = owner()) {
            return authorizing.devices().grant(code, secret -> authorizing.programs().approve(ANNA, open, wish(), secret) instanceof Edited.Done<?>);
        }
    }

    /** RFC 8628. */
    @Test void aDeviceWaitsForItsPerson() {
        var device = device();
        assertEquals("https://mail.home.example/device", device.path("verification_uri").asString());
        assertEquals(600, device.path("expires_in").asInt());
        assertEquals("400 slow_down", error(poll(device)));
        now = now.plusSeconds(9);
        assertEquals("400 slow_down", error(poll(device)), "it is to wait ten now");
        now = now.plusSeconds(15);
        assertEquals("400 authorization_pending", error(poll(device)));
        assertTrue(grant(device));
        assertFalse(grant(device), "once");
        begin(AuthorizationSettings.DEFAULT);
        var tokens = json(poll(device));
        assertTrue(letsIn(tokens), "also when it comes after a restart");
        assertEquals("400 invalid_grant", error(poll(device)));
        assertFalse(letsIn(tokens), "who comes twice was not alone");
    }

    @Test void aDeviceIsRefusedOrComesTooLate() {
        var refused = device();
        authorizing.devices().refuse(UserCode.parse(refused.path("user_code").asString()).orElseThrow());
        assertEquals("400 access_denied", error(poll(refused)));
        assertEquals("400 invalid_grant", error(poll(refused)));
        var late = device();
        now = now.plus(AuthorizationLimits.DEVICE_LIFE);
        assertEquals("400 expired_token", error(poll(late)));
        assertFalse(grant(late));
    }

    @Test void devicesOfANetworkAreFew() {
        for (int i = 0; i < 5; i++) assertFalse(device().path("user_code").asString().isEmpty());
        assertEquals("429 temporarily_unavailable", error(form(Metadata.DEVICE_AUTHORIZATION, "client_id", client)));
        now = now.plus(AuthorizationLimits.DEVICE_LIFE);
        assertFalse(device().path("user_code").asString().isEmpty());
    }

    private Reply deviceFrom(String address) {
        var body = ("client_id=" + client).getBytes(StandardCharsets.UTF_8);
        return door.answer(new Asked(Asked.Method.POST, Metadata.DEVICE_AUTHORIZATION, Fields.NONE,
            Map.of("content-type", "application/x-www-form-urlencoded"), body, InetAddress.ofLiteral(address), () -> { }));
    }

    /** One customer may have all networks of a /48, or all addresses of a /24. */
    @Test void devicesOfItsSurroundingsAreFew() {
        for (var around : List.of("2001:db8:7:%x::1", "192.0.2.%d")) {
            long begun = java.util.stream.IntStream.range(1, 200).filter(i -> deviceFrom(around.formatted(i)).status() == 200).count();
            assertEquals(20, begun);
        }
        assertEquals(200, deviceFrom("2001:db8:8::1").status());
        assertEquals(200, deviceFrom("192.0.3.1").status());
    }

    /** All places are taken: those who come when they are over find room, and those that are over are told so still. */
    @Test void whatIsOverTakesNoPlace() {
        var first = device();
        for (int i = 1; i < 1_000; i++) assertEquals(200, deviceFrom("198.%d.%d.1".formatted(18 + i / 250, i % 250)).status());
        assertEquals(429, deviceFrom("203.0.113.1").status());
        now = now.plus(AuthorizationLimits.DEVICE_LIFE);
        assertEquals(200, deviceFrom("203.0.113.1").status());
        assertEquals("400 expired_token", error(poll(first)));
        now = now.plus(AuthorizationLimits.DEVICE_LIFE);
        assertEquals(200, deviceFrom("203.0.113.1").status());
        assertEquals("400 invalid_grant", error(poll(first)), "it is forgotten");
    }

    // ---- who asks ----

    @Test void programsThatRegisterAreKeptNowhere() {
        var again = register("mutt", BACK);
        assertEquals(client, again.path("client_id").asString());
        begin(AuthorizationSettings.DEFAULT);
        var known = authorizing.client(client).orElseThrow();
        assertEquals("mutt", known.name());
        assertEquals(BACK, known.redirects().getFirst().text());
        for (int i = 4; i < client.length(); i++) {
            var other = client.substring(0, i) + (client.charAt(i) == 'A' ? 'B' : 'A') + client.substring(i + 1);
            assertEquals(Optional.empty(), authorizing.client(other), "sign " + i);
        }
        begin(new AuthorizationSettings(true, false, List.of()));
        assertEquals(Optional.empty(), authorizing.client(client));
        assertEquals(404, ask(Asked.Method.POST, Metadata.REGISTER, "application/json", "{}").status());
        assertTrue(json(ask(Asked.Method.GET, Metadata.SERVER_PATH, "", "")).path("registration_endpoint").isMissingNode());
    }

    @Test void metadata() {
        var told = json(ask(Asked.Method.GET, Metadata.SERVER_PATH, "", ""));
        assertEquals("https://mail.home.example", told.path("issuer").asString());
        assertEquals("https://mail.home.example/oauth/register", told.path("registration_endpoint").asString());
        assertEquals("S256", told.path("code_challenge_methods_supported").path(0).asString());
        assertTrue(told.path("authorization_response_iss_parameter_supported").asBoolean());
        for (var path : List.of("", "/jmap/session", "/.well-known/jmap")) {
            assertTrue(door.has(Metadata.RESOURCE_PATH + path));
            assertEquals("https://mail.home.example" + path, json(ask(Asked.Method.GET, Metadata.RESOURCE_PATH + path, "", "")).path("resource").asString());
        }
        for (var path : List.of("/a\"b", "/" + "a".repeat(61), "/a".repeat(9))) assertEquals(404, ask(Asked.Method.GET, Metadata.RESOURCE_PATH + path, "", "").status());
        assertFalse(door.has("/.well-known/oauth-protected-resources") || door.has("/authorize") || door.has("/oauth"));
    }

    @Test void scopesAndServices() {
        for (var scope : Scope.values()) assertEquals(Set.of(scope), Authorizing.scopes(Authorizing.services(Set.of(scope))));
        assertEquals(Set.of(Service.values()), Authorizing.services(Set.of(Scope.MAIL, Scope.POP)));
    }

    /** Whatever strangers send is answered, and nothing of it makes an error of ours. */
    @Test void strangersGetAnswers() {
        var random = new Random(7);
        var seeds = List.of("grant_type=refresh_token&client_id=" + client + "&refresh_token=sgr_" + "A".repeat(64), "grant_type=authorization_code&client_id=" + client + "&code=sgc_" + "B".repeat(43)
            + "&code_verifier=" + VERIFIER, "token=sga_" + "A".repeat(43) + "&client_id=" + client, "{\"client_name\":\"x\",\"redirect_uris\":[\"http://[::1]/\"]}");
        var paths = List.of(Metadata.TOKEN, Metadata.REVOKE, Metadata.DEVICE_AUTHORIZATION, Metadata.REGISTER, Metadata.RESOURCE_PATH + "/x", Metadata.SERVER_PATH);
        for (int i = 0; i < 3_000; i++) {
            var body = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (int n = random.nextInt(4); n-- > 0; ) body.setCharAt(random.nextInt(body.length()), (char) random.nextInt(0x250));
            var reply = ask(random.nextInt(9) == 0 ? Asked.Method.GET : Asked.Method.POST, paths.get(random.nextInt(paths.size())),
                random.nextBoolean() ? "application/x-www-form-urlencoded" : "application/json", body.toString());
            assertNotNull(reply);
            assertTrue(reply.status() < 500, body.toString());
        }
    }
}
