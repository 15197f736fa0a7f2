package sigillo.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is left of sentences that are shown to who helps. */
class RedactionTest {
    private static final Set<String> NAMES = Set.of("anna", "home", "rossi-casa", "1234");

    private record Case(String text, String without, String with) {
        Case(String text, String both) { this(text, both, both); }
    }

    private static final List<Case> CASES = List.of(
        new Case("Sending of <anna@home.example> is paused since 2026-11-30T10:00:00Z: 3 recipients.", "Sending of <(address)> is paused since 2026-11-30T10:00:00Z: 3 recipients."),
        new Case("192.0.2.1 (SpamCop), 2001:db8::1, [2001:db8::7]:993 and 10.0.0.0/8", "(ip) (SpamCop), (ip), [(ip)]:993 and (ip)"),
        new Case("The listener imaps at 127.0.0.1:993 shows", "The listener imaps at (ip) shows"),
        new Case("MX home.example is something else: 10 mx.old.example.", "MX (name) is something else: 10 (name).", "MX home.example is something else: 10 mx.old.example."),
        new Case("the authority acme.example:14000 cannot be reached", "the authority (name):14000 cannot be reached", "the authority acme.example:14000 cannot be reached"),
        new Case("/srv/anna/mail has 900 MiB free.", "(place) has 900 MiB free."),
        new Case("Only 5 MiB are free where mail is kept (/var/lib/x): make room", "Only 5 MiB are free where mail is kept ((place)): make room"),
        new Case("see https://ntfy.example/secret?x=1", "see (place)"),
        new Case("Anna said: ROSSI-CASA, 1234.", "(name) said: (name), (name)."),
        new Case("seal of account anna", "seal of account (name)"),
        new Case("serial a5d5ce981f0a8841 of CN=anna", "serial (id) of (name)"),
        new Case("p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A", "(id)"),
        new Case("to \"anna and bruno\"@x.example now", "to (address) now"),
        new Case("30 % of 1,024 or 3.5 is over", "30 % of 1,024 or 3.5 is over"),
        new Case("?", "?"));

    @TestFactory Stream<DynamicTest> takesOutWhoAndWhere() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.text, () -> {
            assertEquals(one.without, new Redaction(NAMES, false).of(one.text));
            assertEquals(one.with, new Redaction(NAMES, true).of(one.text));
        }));
    }

    /** Between whatever stands around it. */
    @Test void anAddressIsNeverLeft() {
        var random = new Random(7);
        var around = " <>()[]{}\"'`,;:=|+*.!?/\\-_\t\n%#&$~^aZ09é";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(6); n-- > 0; ) text.append(around.charAt(random.nextInt(around.length())));
            text.append("canary@leak.example");
            for (int n = random.nextInt(6); n-- > 0; ) text.append(around.charAt(random.nextInt(around.length())));
            for (boolean keeps : new boolean[] {false, true}) {
                var left = new Redaction(NAMES, keeps).of(text.toString());
                assertFalse(left.contains("canary") || left.contains("leak"), text + " -> " + left);
            }
        }
    }
}
