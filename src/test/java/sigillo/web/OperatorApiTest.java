package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may ask for what at the operator's interface, and what goes out of it; what is done is the desks' to test. */
class OperatorApiTest {
    @TempDir static Path folder;
    private static WebHouse house;
    private static Browser anna;

    @BeforeAll static void open() throws Exception {
        house = new WebHouse(folder);
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        anna = signedIn(WebHouse.ANNA);
    }

    @AfterAll static void close() {
        anna.close();
        house.close();
    }

    @BeforeEach void forget() {
        house.seat.asked.clear();
        house.seat.answers.clear();
        house.pass(OperatorPace.ASKED_IN);
    }

    private static Browser signedIn(Address who) {
        var browser = house.browser();
        var session = read(browser.json("POST", "/api/sign-in", "{\"address\": \"" + who + "\", \"password\": \""
            + WebHouse.PASSWORD + "\"}"));
        browser.saying(Api.TOKEN, session.path("token").asString());
        return browser;
    }

    private static JsonNode read(String text) { return JsonMapper.shared().readTree(text); }

    private static JsonNode ask(Browser who, int status, String call, String with) {
        var words = call.split(" ");
        var answer = who.json(words[0], "/api/operator/" + words[1], with);
        assertEquals(status, who.status(), call + ": " + answer);
        return read(answer);
    }

    private static void refused(int status, String error, String call, String with) {
        assertEquals(error, ask(anna, status, call, with).path("error").asString());
    }

    private static String withPassword(String fields) {
        return "{" + fields + ", \"password\": \"" + WebHouse.PASSWORD + "\"}";
    }

    /** Every call there is, so that none can be forgotten. */
    private static List<String> calls() {
        var all = new java.util.HashMap<String, Call>();
        new Looking(house.board, house.seat).addTo(house.site.house(), all);
        assertTrue(all.size() > 15, all.keySet().toString());
        return all.keySet().stream().map(call -> call.replace(OperatorCalls.PATH, "")).toList();
    }

    @Test void sentencesOfTheServerAreInThePagesLanguage() {
        var italian = "di <b>it</b> non si sa nulla";
        for (var said : Map.of("en-GB", "nothing is known of <b>it</b>", "it", italian, "it-IT, en", italian).entrySet()) {
            anna.saying("Accept-Language", said.getKey());
            var answer = ask(anna, 409, "POST domains", withPassword("\"domain\": \"x.example\""));
            assertEquals(said.getValue(), answer.path("why").asString());
        }
        anna.saying("Accept-Language", "en");
    }

    @Test void forAllOthersThereIsNothing() {
        try (var leo = signedIn(WebHouse.LEO); var stranger = house.browser()) {
            for (var call : calls()) {
                ask(leo, 404, call, call.startsWith("GET") ? "" : withPassword("\"address\": \"leo@home.example\""));
            }
            for (var call : List.of("GET status", "POST account/remove"))
                ask(stranger, 401, call, call.startsWith("GET") ? "" : "{}");
            assertEquals(List.of(), house.seat.asked);
            assertFalse(read(leo.json("GET", "/api/session", "")).has("operator"));
        }
        assertTrue(read(anna.json("GET", "/api/session", "")).path("operator").asBoolean());
    }

    @Test void withoutTheTokenNothingChanges() {
        try (var other = house.browser()) {
            other.json("POST", "/api/sign-in", "{\"address\": \"" + WebHouse.ANNA + "\", \"password\": \""
                + WebHouse.PASSWORD + "\"}");
            for (var call : calls()) {
                if (call.startsWith("POST")) assertEquals("notOurs", ask(other, 403, call, "{}").path("error")
                    .asString());
            }
        }
        assertEquals(List.of(), house.seat.asked);
    }

    @Test void whatIsDangerousIsAskedForWithThePasswordAgain() {
        var about = "\"address\": \"leo@home.example\", \"domain\": \"home.example\", \"typed\": \"leo@home.example\", \"next\": \"a new password\", \"id\": \"Q1\","
            + " \"limit\": \"1000\", \"to\": \"x@home.example\", \"days\": 7, \"who\": \"a.example\","
            + " \"word\": \"block\", \"sender\": \"x@a.example\","
            + " \"invitation\": \"i1\", \"account\": \"leo@home.example\"";
        for (var call : List.of("account/pause", "account/disabled", "account/password", "account/second-factor-off",
            "account/remove", "queue/give-up", "domain/publish", "certificates/new-key",
            "account/quota", "account/resume", "refused/let-in-for-all", "invitations", "filter/list", "filter/unlist",
                "domains", "queue/hold", "queue/release", "domain/new-keys", "invitations/revoke", "refused/let-in")) {
            refused(403, "passwordWrong", "POST " + call, "{" + about
                + ", \"password\": \"another\", \"code\": \"123456\"}");
            assertEquals(List.of(), house.seat.asked, call);
            house.pass(java.time.Duration.ofMinutes(10)); // who guesses is slowed
            refused(409, "refused", "POST " + call, withPassword(about));
            assertEquals(1, house.seat.asked.size(), call);
            forget();
        }
    }

    /** What is not asked for with the password is named here, and why: a new call is weighty until somebody says. */
    @Test void whatIsDoneWithoutThePassword() {
        var harmless = List.of(
            "POST queue/retry", // it would be tried anyway
            "POST certificates/renew", // by the same key, as often as the authority's pace lets
            "POST status/look", "POST upgrades/look"); // looks
        var alone = "POST backups/now"; // one at a time, and it would go on while other tests look
        assertTrue(calls().contains(alone));
        var unasked = calls().stream().filter(call -> call.startsWith("POST ") && !call.equals(alone)).filter(call -> {
            anna.json("POST", "/api/operator/" + call.substring(5), "{\"password\": \"another\"}");
            house.pass(java.time.Duration.ofMinutes(10)); // who guesses is slowed
            return anna.status() != 403;
        }).toList();
        assertEquals(java.util.Set.copyOf(harmless), java.util.Set.copyOf(unasked));
    }

    @Test void nobodyShutsHimselfOut() {
        for (var call : List.of("account/pause", "account/disabled", "account/password", "account/second-factor-off", "account/remove"))
            refused(409, "isOwn", "POST " + call, withPassword("\"address\": \"Anna@home.example\", \"typed\": \"anna@home.example\", \"next\": \"a new password\""));
        assertEquals(List.of(), house.seat.asked);
    }

    @Test void anAccountIsRemovedByItsNameAlone() {
        refused(400, "typed", "POST account/remove",
            withPassword("\"address\": \"leo@home.example\", \"typed\": \"leo\""));
        refused(400, "typed", "POST account/remove", withPassword("\"address\": \"leo@home.example\""));
        house.seat.answers.put("RemoveAccount",
            "{\"done\": \"the account leo@home.example and its mail are removed\"}");
        ask(anna, 200, "POST account/remove",
            withPassword("\"address\": \"leo@home.example\", \"typed\": \"leo@home.example\""));
        assertEquals(List.of("anna@home.example RemoveAccount {\"address\":\"leo@home.example\"}"), house.seat.asked);
    }

    @Test void whatIsNoAddressIsNotAskedFor() {
        refused(400, "address", "POST account/quota", withPassword("\"address\": \"leo\", \"limit\": \"none\""));
        refused(400, "limit", "POST account/quota",
            withPassword("\"address\": \"leo@home.example\", \"limit\": \"-1\""));
        refused(400, "address", "GET account?address=leo", "");
        refused(400, "address", "GET accounts?after=x", "");
        refused(400, "after", "GET queue/entries?after=../x", "");
        refused(400, "which", "POST queue/retry", "{\"id\": \"all\"}");
        refused(400, "which", "POST queue/retry", "{}");
        refused(400, "to", "POST invitations", withPassword("\"to\": \"a b\", \"days\": 7"));
        refused(400, "days", "POST invitations", withPassword("\"to\": \"x@home.example\", \"days\": 4000"));
        assertEquals(List.of(), house.seat.asked);
    }

    /**
     * Whatever comes to a result later, a subject for one, does not go out by itself; what others have chosen is cut.
     */
    @Test void onlyWhatIsNamedGoesOut() {
        house.seat.answers.put("ListWaiting",
            "{\"waiting\": [{\"id\": \"Q1\", \"to\": \"<script>@x\", \"subject\": \"private\", \"lastReply\": \""
            + "x".repeat(5_000) + "\", \"recipients\": [{\"subject\": \"private\"}]}], \"next\": \"Q1\"}");
        var shown = ask(anna, 200, "GET queue/entries?domain=x", "");
        assertFalse(shown.toString().contains("private"), shown.toString());
        assertEquals(OperatorCalls.SHOWN_MAX + 1, shown.path("waiting").path(0).path("lastReply").asString().length());
        house.seat.answers.put("FindAccounts",
            "{\"accounts\": [{\"address\": \"a@b\", \"id\": \"secret\", \"level\": \"L1\"}], \"found\": 1}");
        assertEquals("{\"accounts\":[{\"address\":\"a@b\",\"level\":\"L1\"}],\"found\":1}",
            ask(anna, 200, "GET accounts", "").toString());
    }

    @Test void whyItWasNotDoneIsTold() {
        assertEquals("nothing is known of <b>it</b>", ask(anna, 409, "GET queue", "").path("why").asString());
        assertTrue(anna.header("Content-Type").startsWith("application/json"), "inert wherever it is opened");
    }

    /** By itself: so many requests over HTTPS take seconds. */
    @Test void whoAsksWithoutEndWaits() {
        var pace = new OperatorPace(house.clock);
        for (int i = 0; i < OperatorPace.AT_ONCE_MAX; i++) assertTrue(pace.begins());
        assertFalse(pace.begins(), "too many at once");
        for (int i = OperatorPace.AT_ONCE_MAX; i < OperatorPace.ASKED_MAX; i++) {
            pace.ends();
            assertTrue(pace.begins());
        }
        pace.ends();
        assertFalse(pace.begins(), "too many in a minute");
        house.pass(OperatorPace.ASKED_IN);
        assertTrue(pace.begins());
    }
}
