package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The postmaster makes links at his page; who has one makes his account by the JSON interface, as the page in the browser does. */
@Timeout(60)
class InvitationPagesTest {
    private static final Pattern LINK = Pattern.compile("https://mail\\.home\\.example/invitation#([A-Za-z0-9_-]{22})");
    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception { house = new WebHouse(folder); }

    @AfterEach void close() { house.close(); }

    private static JsonNode read(String json) { return JsonMapper.shared().readTree(json); }

    private String secret(String... form) {
        try (var anna = house.anna()) {
            anna.get("/invitations");
            var page = anna.post("/invitations", form);
            var link = LINK.matcher(page);
            assertTrue(link.find(), page);
            assertFalse(anna.get("/invitations").contains(link.group(1)), "shown once");
            return link.group(1);
        }
    }

    private static String ask(Browser who, String path, String... pairs) {
        var json = JsonMapper.shared().createObjectNode();
        for (int i = 0; i < pairs.length; i += 2) json.put(pairs[i], pairs[i + 1]);
        return who.json("POST", path, json.toString());
    }

    private static String part(int of) {
        var octets = new byte[32];
        Arrays.fill(octets, (byte) of);
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String accept(Browser who, String secret, String name, JsonNode shown) {
        return ask(who, "/api/invitation/accept", "secret", secret, "name", name, "account", shown.path("account").asString(""),
            "authenticating", part(1), "opening", part(2));
    }

    @Test void fromTheLinkToBeingSignedIn() {
        var secret = secret("do", "invite", "password", WebHouse.PASSWORD, "to", "home.example", "mail", "", "days",
            "7", "quota", "2");
        try (var guest = house.browser(); var second = house.browser(); var anna = house.anna()) {
            var shown = read(ask(guest, "/api/invitation", "secret", secret));
            assertEquals("home.example", shown.path("domain").asString());
            assertTrue(shown.path("address").isMissingNode());
            assertEquals("nameTaken", read(accept(guest, secret, "leo", shown)).path("error").asString());
            assertEquals("nameUnfit", read(accept(guest, secret, "postmaster", shown)).path("error").asString());
            var made = read(accept(guest, secret, "carla", shown));
            assertEquals("carla@home.example", made.path("address").asString());
            assertTrue(made.path("kitToConfirm").asBoolean() && made.path("token").isString(), made.toString());
            assertEquals("gone", read(ask(second, "/api/invitation", "secret", secret)).path("error").asString());
            assertEquals("gone", read(accept(second, secret, "dora", shown)).path("error").asString());
            guest.saying("Sigillo-Token", made.path("token").asString());
            assertEquals("codeWrong", read(ask(guest, "/api/kit/confirm", "code", "nonsense")).path("error").asString());
            ask(guest, "/api/kit/confirm", "code", made.path("code").asString());
            assertEquals(200, guest.status());
            assertFalse(read(guest.json("GET", "/api/session", "")).path("kitToConfirm").asBoolean());
            assertEquals("2147483648", house.login.directory.limit(house.login.directory.account(Address.of("carla@home.example")).orElseThrow().id())
                .toString().replaceAll("\\D", ""));
            var list = anna.get("/invitations");
            assertTrue(list.contains("Used by carla@home.example"), list);
            assertTrue(anna.get("/invitations?lang=it").contains("Usato da carla@home.example"));
        }
    }

    /** Closed right after the account was made: the passphrase signs in, and the kit is asked for then. */
    @Test void aClosedBrowserLosesNothing() {
        var secret = secret("do", "invite", "password", WebHouse.PASSWORD, "to", "carla@home.example", "mail", "",
            "days", "1", "quota", "");
        try (var guest = house.browser(); var later = house.browser()) {
            accept(guest, secret, "", read(ask(guest, "/api/invitation", "secret", secret)));
            assertEquals(200, guest.status());
            var in = read(ask(later, "/api/sign-in/stretched", "address", "carla@home.example", "authenticating", part(1), "opening", part(2)));
            assertTrue(in.path("kitToConfirm").asBoolean(), in.toString());
            assertTrue(later.get("/").contains("Recovery kit"));
        }
    }

    @Test void aStrangerLearnsNothingAndHasFewTries() {
        try (var stranger = house.browser(); var leo = house.browser()) {
            var answers = new java.util.TreeSet<String>();
            for (var secret : new String[] {"", "x", "A".repeat(22), "\u0000", "A".repeat(4000)}) answers.add(ask(stranger, "/api/invitation", "secret", secret));
            for (var name : new String[] {"anna", "nobody"}) {
                answers.add(ask(stranger, "/api/invitation/accept", "secret", "B".repeat(22), "name", name, "account", "anna", "authenticating", part(1), "opening", part(2)));
            }
            assertEquals(1, answers.size(), answers::toString);
            for (int i = 0; i < 4; i++) ask(stranger, "/api/invitation", "secret", "x");
            assertEquals(429, stranger.status());
            leo.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
            leo.get("/invitations");
            assertEquals(404, leo.status());
            leo.post("/invitations", "do", "invite", "password", WebHouse.PASSWORD, "to", "eve@home.example", "mail",
                "", "days", "7", "quota", "");
            assertEquals(404, leo.status());
            assertEquals(0, house.inviting.invitations().all().size());
        }
    }

    /** An account that a thief makes would stay when the session ends. */
    @Test void aStolenSessionMakesNoAccounts() {
        try (var anna = house.anna()) {
            for (var password : new String[] {"", "another password"}) {
                anna.get("/invitations");
                assertFalse(LINK.matcher(anna.post("/invitations", "do", "invite", "to", "home.example", "mail", "",
                    "days", "7", "quota", "",
                    "password", password)).find());
                assertEquals(403, anna.status());
            }
            assertEquals(0, house.inviting.invitations().all().size());
        }
    }

    /** Somebody waits for that link. */
    @Test void aStolenSessionRevokesNone() {
        secret("do", "invite", "password", WebHouse.PASSWORD, "to", "home.example", "days", "7");
        var name = house.inviting.invitations().all().getFirst().name();
        try (var anna = house.anna()) {
            for (var password : new String[] {"", "another password"}) {
                var page = anna.get("/invitations");
                assertTrue(page.contains("id=\"password-" + name + "\"") && page.contains("id=\"password\""), page);
                anna.post("/invitations", "do", "revoke", "invitation", name, "password", password);
                assertEquals(403, anna.status());
            }
            assertEquals(1, house.inviting.invitations().all().size());
        }
    }

    @Test void whatIsWrongIsSaid() {
        try (var anna = house.anna()) {
            for (var form : new String[][] {{"to", "not a name", "days", "7"}, {"to", "home.example", "days", "0"}, {"to", "home.example", "days", "7", "quota", "-1"},
                {"to", "home.example", "days", "7", "mail", "nobody"}}) {
                anna.get("/invitations");
                var fields = new java.util.ArrayList<>(java.util.List.of("do", "invite", "password",
                    WebHouse.PASSWORD));
                fields.addAll(java.util.List.of(form));
                assertTrue(anna.post("/invitations", fields.toArray(String[]::new)).contains("neither an address nor a domain"));
            }
            anna.get("/invitations");
            assertTrue(anna.post("/invitations", "do", "invite", "password", WebHouse.PASSWORD, "to",
                WebHouse.ANNA.toString(), "days", "7").contains("the address is somebody"));
            anna.get("/invitations");
            assertTrue(anna.post("/invitations", "do", "invite", "password", WebHouse.PASSWORD, "to", "home.example",
                "days", "7", "mail", "out@else.example").contains("the address is somebody"),
                "this house sends nothing");
            anna.get("/invitations");
            anna.post("/invitations", "do", "invite", "password", WebHouse.PASSWORD, "to", "home.example", "days", "7");
            var name = house.inviting.invitations().all().getFirst().name();
            assertTrue(anna.post("/invitations", "do", "revoke", "invitation", name, "password",
                WebHouse.PASSWORD).contains("It is void."));
            assertEquals(0, house.inviting.invitations().all().size());
        }
    }
}
