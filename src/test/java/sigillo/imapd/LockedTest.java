package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;

/** What a mail program sees of an account whose owner has lost his password, and of a way in that was taken away. */
class LockedTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final Way FRESH = new Way(Slot.Kind.PASSWORD, Secret.random(Randomness.secure()));

    @TempDir Path folder;
    private House house;
    private final List<Unlocked> opened = new ArrayList<>();

    @BeforeEach void open() throws Exception {
        house = new House(folder, House.OPEN);
        deliver("INBOX", "before");
    }

    private void deliver(String mailbox, String subject) {
        house.deliver(mailbox, ("Subject: " + subject + "\r\n\r\nText of " + subject + ".\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The operator gives anna another password. */
    private void reset() {
        long former = house.keyring.slots(ANNA).entrySet().stream().filter(slot -> slot.getValue() == Slot.Kind.PASSWORD)
            .findFirst().orElseThrow().getKey();
        long slot = house.keyring.reserve(ANNA, FRESH);
        house.keyring.reset(ANNA, slot);
        for (long server : house.keyring.slots(ANNA).keySet()) if (server != slot) house.keyring.remove(ANNA, server);
        house.opening = keys -> {
            opened.add(keys.unlock(ANNA, slot, FRESH.secret()).orElseThrow());
            return opened.getLast();
        };
    }

    @Test void afterAResetNewMailIsReadAndOldMailIsToldToBeLocked() {
        try (var talk = Talk.signedIn(house)) {
            assertTrue(talk.ask("a CREATE Plans").contains("a OK"));
        }
        reset();
        deliver("INBOX", "after");
        try (var talk = Talk.signedIn(house)) {
            assertTrue(talk.ask("a SELECT INBOX").contains("* 2 EXISTS"));
            var said = talk.ask("b FETCH 1:2 (UID ENVELOPE)");
            assertTrue(said.contains("after") && !said.contains("before") && !said.contains("* 1 FETCH"), said);
            assertTrue(said.contains("* NO [UNAVAILABLE] This is locked: sign in once with your recovery code"), said);
            assertTrue(said.contains("b OK"), "what can be read is an answer");
            assertTrue(talk.ask("l FETCH 1 BODY[]").contains("l NO [UNAVAILABLE] This is locked"), "nothing is none");
            assertTrue(talk.ask("c FETCH 1:2 (FLAGS INTERNALDATE RFC822.SIZE)").contains("c OK"));
            assertTrue(talk.ask("d UID STORE 1 +FLAGS (\\Flagged)").contains("d OK"));
            var found = talk.ask("e SEARCH SUBJECT after");
            assertTrue(found.startsWith("* SEARCH 2\n* NO [UNAVAILABLE] This is locked") && found.contains("e OK"), found);
        }
    }

    @Test void mailboxesWhoseNamesAreLockedAreCalledByTheirNumbers() {
        try (var talk = Talk.signedIn(house)) {
            assertTrue(talk.ask("a CREATE Plans/Summer").contains("a OK"));
        }
        deliver("Plans/Summer", "hidden");
        reset();
        try (var talk = Talk.signedIn(house)) {
            var said = talk.ask("a LIST \"\" *");
            assertTrue(said.contains("INBOX") && said.contains("locked-") && !said.contains("Summer"), said);
            var locked = said.lines().map(line -> line.substring(line.lastIndexOf(' ') + 1).replace("\"", ""))
                .filter(name -> name.matches("locked-\\d+/locked-\\d+")).findFirst().orElseThrow();
            assertTrue(talk.ask("b SELECT " + locked).contains("* 1 EXISTS"));
            assertTrue(talk.ask("c RENAME " + locked + " Other").contains("c NO [UNAVAILABLE] This is locked"));
            assertTrue(talk.ask("d DELETE " + locked).contains("d NO [UNAVAILABLE] This is locked"));
            assertTrue(talk.ask("e SELECT Plans/Summer").contains("* 1 EXISTS"), "whoever knows the name finds it");
            assertTrue(talk.ask("f SELECT locked-99").contains("f NO"));
        }
    }

    @Test void whoseWayInIsTakenAwayIsCutOff() {
        reset();
        try (var talk = Talk.signedIn(house); var other = Talk.signedIn(house)) {
            assertTrue(talk.ask("a SELECT INBOX").contains("a OK"));
            house.keyring.remove(ANNA, opened.getFirst().slot());
            talk.send("b NOOP\r\n");
            assertTrue(talk.isOver());
            assertTrue(other.isOver());
        }
    }

    @Test void aSessionThatEndsClosesWhatItHeld() throws Exception {
        reset();
        try (var talk = Talk.signedIn(house)) {
            assertTrue(talk.ask("a LOGOUT").contains("a OK"));
            assertTrue(talk.isOver());
        }
        assertEquals(1, opened.size());
        boolean[] ended = {false};
        opened.getFirst().whenEnded(() -> ended[0] = true);
        house.keyring.remove(ANNA, opened.getFirst().slot());
        assertFalse(ended[0], "it is no longer held");
    }
}
