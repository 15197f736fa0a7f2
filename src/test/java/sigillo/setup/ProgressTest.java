package sigillo.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.sealing.Randomness;
import sigillo.setup.Progress.Shown;
import sigillo.setup.Progress.Stage;

class ProgressTest {
    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-30T09:00:00Z");

    private Progress open() throws IOException { return Progress.open(folder.resolve("setup"), () -> now, Randomness.secure()); }

    @Test void aCodeIsTypedAsPeopleDo() throws IOException {
        var progress = open();
        var code = progress.freshCode().shown();
        assertTrue(code.matches("([0-9A-Z]{4}-){3}[0-9A-Z]{4}"), code);
        assertEquals(Shown.RIGHT, progress.show(code));
        assertEquals(Shown.RIGHT, progress.show(" " + code.toLowerCase(Locale.ROOT).replace('-', ' ').replace('0', 'o').replace('1', 'l') + " "));
        for (var wrong : new String[] {"", code.substring(1), code + "0", "0".repeat(1 << 20), "0000-0000-0000-0000"}) assertEquals(Shown.WRONG, progress.show(wrong));
    }

    @Test void aCodeIsGoodForAnHourAndGoesWhenThereIsAnother() throws IOException {
        var progress = open();
        var first = progress.freshCode().shown();
        now = now.plus(Progress.CODE_LASTS).minusSeconds(1);
        assertEquals(Shown.RIGHT, progress.show(first));
        now = now.plusSeconds(1);
        assertEquals(Shown.SPENT, progress.show(first));
        var second = open().freshCode().shown();
        assertNotEquals(first, second);
        assertEquals(Shown.WRONG, progress.show(first));
        assertEquals(Shown.RIGHT, progress.show(second), "made by another process");
    }

    /** Decision 0059. */
    @Test void whoGuessesKeepsNobodyOut() throws IOException {
        var progress = open();
        var code = progress.freshCode().shown();
        for (int i = 0; i < 2_000; i++) assertEquals(Shown.WRONG, progress.show("0000-0000-0000-0000"));
        assertEquals(Shown.RIGHT, progress.show(code));
        var fresh = open().freshCode().shown();
        assertEquals(Shown.WRONG, progress.show(code), "whoever has a shell makes a new one, and the old one is void");
        assertEquals(Shown.RIGHT, progress.show(fresh));
    }

    @Test void oneBrowserGoesOnAndTheOneBeforeItIsOut() throws IOException {
        var progress = open();
        var first = progress.begin();
        assertTrue(progress.isIn(first) && open().isIn(first), "also after a stop");
        assertFalse(progress.isIn("") || progress.isIn(first + "0"));
        var second = progress.begin();
        assertTrue(!progress.isIn(first) && progress.isIn(second));
        now = now.plus(Duration.ofHours(12));
        assertFalse(progress.isIn(second));
    }

    @Test void eachStepIsThereAfterAStop() throws IOException {
        assertEquals(Stage.CHECK, open().stage());
        assertFalse(Progress.isBegun(folder.resolve("setup")));
        open().at(Stage.NAMES);
        assertEquals(Stage.NAMES, open().stage());
        open().names(Domain.of("home.example"), Domain.of("mail.home.example"));
        assertEquals(Stage.CERTIFICATE, open().stage());
        assertEquals(Optional.of(Domain.of("mail.home.example")), open().host());
        open().owner(Address.of("anna@home.example"));
        assertEquals(Optional.of(Address.of("anna@home.example")), open().owner());
    }

    @Test void withAnAccountTheCodeAndTheBrowserThatHadItAreGone() throws IOException {
        var progress = open();
        var code = progress.freshCode().shown();
        var browser = progress.begin();
        progress.hasAccount();
        assertEquals(Shown.SPENT, progress.show(code));
        assertFalse(progress.isIn(browser) || open().isIn(browser) || open().isIn(""));
        assertFalse(Files.exists(progress.codeFile()));
        assertEquals(Stage.RECORDS, open().stage());
    }

    @Test void filesAreForTheirOwnerAndHoldNothingThatOpensThePages() throws IOException {
        var progress = open();
        progress.freshCode();
        var browser = progress.begin();
        for (var name : new String[] {"code", "state"}) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("setup").resolve(name))));
        }
        assertFalse(Files.readString(folder.resolve("setup/state")).contains(browser));
    }

    @Test void aDamagedFileOpensNothing() throws IOException {
        var progress = open();
        progress.freshCode();
        Files.writeString(progress.codeFile(), "0000-0000-0000-0000\nsome day\n");
        assertEquals(Shown.SPENT, progress.show("0000-0000-0000-0000"));
        Files.writeString(folder.resolve("setup/state"), "stage=NOWHERE\nsession=\nuntil=9999-01-01T00:00:00Z\n\0\n");
        assertEquals(Stage.CHECK, open().stage());
        assertFalse(open().isIn(""));
    }
}
