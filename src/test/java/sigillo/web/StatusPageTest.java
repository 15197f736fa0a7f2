package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.doctor.Board;
import sigillo.doctor.Line;
import sigillo.doctor.Subject;
import sigillo.preflight.Result;
import sigillo.preflight.State;
import sigillo.preflight.Words;

/** The board as a page; who does not look after the server finds none. */
class StatusPageTest {
    @TempDir static Path folder;

    private static Line line(Subject subject, State state, String english, String italian, Words next) {
        return new Line(subject, new Result("x", state, new Words(english, italian), next));
    }

    private static Board board() {
        return new Board(Instant.parse("2026-11-30T10:00:00Z"), List.of(
            line(Subject.SENDING, State.WRONG, "Port <25> is closed.", "La porta <25> è chiusa.", new Words("Ask the provider.", "Chiedere al provider.")),
            line(Subject.SENDING, State.FINE, "The queue is empty.", "La coda è vuota.", new Words("", ""))));
    }

    /** What programs would find is shown to each owner, of his own domain. */
    @Test void mailProgramsArePlayedForEachOwner() throws Exception {
        try (var house = new WebHouse(folder); var leo = house.browser()) {
            leo.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
            assertTrue(leo.get("/account").contains("href=\"/mail-programs\""));
            assertTrue(leo.get("/mail-programs").contains("the page goes on by itself"));
            var wrong = Result.wrong("IMAP", Words.of("It is <closed>.", "È <chiuso>."), Words.of("Open it.", "Aprirlo."));
            house.played = java.util.Optional.of(java.util.List.of(new sigillo.clients.ClientPlay.Played(Words.of("Outlook", "Outlook"), java.util.List.of(wrong))));
            assertTrue(leo.get("/mail-programs").contains("It is &lt;closed&gt;."));
            assertTrue(leo.get("/mail-programs?lang=it").contains("È &lt;chiuso&gt;."));
        }
    }

    @Test void whoLooksAfterTheServerSeesHowItIs() throws Exception {
        try (var house = new WebHouse(folder); var anna = house.anna()) {
            assertTrue(anna.get("/account").contains("href=\"/status\""));
            assertTrue(anna.get("/status").contains("Looking.") && anna.header("refresh").startsWith("5;"), "nothing is known yet");
            assertEquals(1, house.board.looks);
            house.board.last = Optional.of(board());
            var page = anna.get("/status");
            assertTrue(page.contains("What is wrong: 1.") && page.contains("Sending <span class=\"badge bad\">wrong</span>"), page);
            assertTrue(page.contains("Port &lt;25&gt; is closed.") && page.contains("→ Ask the provider."), page);
            assertEquals(1, house.board.looks, "a page that is read costs no look");
            anna.post("/status", "do", "look");
            assertEquals(2, house.board.looks);
            anna.get("/status?lang=it");
            assertTrue(anna.get("/status").contains("La porta &lt;25&gt; è chiusa."));
        }
    }

    /** One sentence and one button. */
    @Test void anOrderThatFailedIsTriedAgainByAButton() throws Exception {
        try (var house = new WebHouse(folder); var anna = house.anna()) {
            house.board.last = Optional.of(board());
            assertFalse(anna.get("/status").contains("Try again now"));
            house.board.mayOrder = true;
            assertTrue(anna.get("/status").contains("Certificates <") && anna.get("/status").contains("Try again now"));
            assertTrue(anna.post("/status", "do", "order").contains("A certificate is ordered now"));
            house.board.whyNot = Optional.of("not before <noon>");
            anna.get("/status");
            assertTrue(anna.post("/status", "do", "order").contains("It is not tried now: not before &lt;noon&gt;"));
            assertEquals(2, house.board.orders);
        }
    }

    @Test void whoDoesNotFindsNothing() throws Exception {
        try (var house = new WebHouse(folder); var leo = house.browser(); var stranger = house.browser()) {
            house.board.last = Optional.of(board());
            leo.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
            assertFalse(leo.get("/account").contains("/status"));
            assertFalse(leo.get("/status").contains("Port"));
            assertEquals(404, leo.status());
            leo.get("/account");
            leo.post("/status", "do", "look");
            stranger.get("/status");
            assertEquals("/sign-in", stranger.path());
            assertEquals(0, house.board.looks);
        }
    }

    /** A script runs on this page alone, and only where a browser can be told. */
    @Test void aBrowserIsToldWhenItsPersonWantsIt() throws Exception {
        try (var house = new WebHouse(folder); var anna = house.anna(); var leo = house.browser()) {
            house.board.last = Optional.of(board());
            assertFalse(anna.get("/status").contains("<script"));
            assertFalse(anna.header("content-security-policy").contains("script-src"));
            house.board.pushKey = Optional.of("BKey_-");
            var page = anna.get("/status");
            assertTrue(page.contains("data-key=\"BKey_-\" hidden") && page.contains("<script src=\"/status.js\" defer>"), page);
            assertTrue(anna.header("content-security-policy").endsWith("; script-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types status"), anna.header("content-security-policy"));
            for (var script : List.of("/status.js", "/status-worker.js")) {
                assertTrue(anna.get(script).contains("'use strict'"), script);
                assertTrue(anna.header("content-type").startsWith("text/javascript"), script);
                assertFalse(anna.header("content-security-policy").contains("script-src"), script);
            }
            anna.get("/status");
            anna.post("/status", "do", "push", "endpoint", "https://push.example/x", "p256dh", "point", "auth", "secret");
            assertEquals(1, house.board.browsers.size(), house.board.browsers.toString());
            assertTrue(house.board.browsers.getFirst().endsWith(" https://push.example/x point secret"));
            assertTrue(anna.get("/status").contains("Browsers of yours that are told: 1."));
            assertTrue(anna.post("/status", "do", "push", "endpoint", "nonsense", "p256dh", "", "auth", "").contains("This browser cannot be told"));
            anna.get("/status");
            anna.post("/status", "do", "unpush", "endpoint", "https://push.example/x");
            assertEquals(List.of(), house.board.browsers);
            leo.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
            leo.get("/account");
            leo.post("/status", "do", "push", "endpoint", "https://push.example/leo", "p256dh", "point", "auth", "secret");
            assertEquals(List.of(), house.board.browsers, "who does not look after the server is told nothing of it");
        }
    }

    /** Who signs in with the way of a set-up that is over, which browsers remember. */
    @Test void whereASetUpWasIsTheAccountNow() throws Exception {
        try (var house = new WebHouse(folder); var anna = house.anna(); var stranger = house.browser()) {
            anna.get("/sign-in?to=/setup");
            assertEquals("/account", anna.path());
            assertEquals(200, anna.status());
            stranger.get("/setup");
            assertEquals("/sign-in", stranger.path());
        }
    }
}
