package sigillo.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sigillo.account.Account;
import sigillo.account.AccountContract;
import sigillo.account.Uidl;
import sigillo.base.Octets;
import sigillo.store.memory.MemoryStore;

/** What imports know of an account at a time is bounded, over all of them; who finds no place hears so. */
class KnownTest {
    private static final int PLACES = 3_000;

    private final Account account = AccountContract.account(new MemoryStore(), _ -> OptionalLong.empty());
    private final ComparingRoom room = new ComparingRoom(PLACES);
    private final List<Keeping.Outcome> outcomes = new ArrayList<>();

    private Keeping.Mail mail(int number, Optional<Uidl> popName) {
        var text = "Subject: " + number + "\r\n\r\nof one size: " + String.format("%09d", number) + "\r\n";
        return new Keeping.Mail(Octets.of(text.getBytes(StandardCharsets.US_ASCII)), List.of(account.mailboxId("INBOX").orElseThrow()), Set.of(),
            false, Instant.EPOCH, popName);
    }

    private void keep(Keeping keeping, int from, int to) throws IOException {
        for (int number = from; number < to; number++) keeping.take(mail(number, Optional.empty()), outcomes::add);
        keeping.flush();
    }

    private static void refused(String why, Executable work) {
        var full = assertThrows(IOException.class, work);
        assertTrue(full.getMessage().contains(why), full.getMessage());
    }

    @Test void whatOneImportMayCompareIsBounded() throws IOException {
        try (var keeping = new Keeping(account, room)) {
            keep(keeping, 0, 100);
            refused("cannot be compared in one import: what was kept stays", () -> keep(keeping, 100, PLACES));
            keeping.flush();
        }
        assertEquals(2_000, outcomes.stream().filter(Keeping.Outcome.Kept.class::isInstance).count());
        outcomes.clear();
        try (var again = new Keeping(account, room)) {
            keep(again, 0, 2_000);
        }
        assertEquals(2_000, outcomes.stream().filter(Keeping.Outcome.There.class::isInstance).count());
    }

    @Test void whatAllCompareAtATimeIsBoundedAndGivenBack() throws IOException {
        try (var one = new Keeping(account, room); var other = new Keeping(account, room)) {
            keep(one, 0, 500);
            keep(other, 500, 900);
            refused("other imports are under way", () -> new Keeping(account, room));
            refused("other imports are under way", () -> keep(one, 2_000, 2_200));
            one.flush();
        }
        refused("of more than 500 messages cannot be compared", () -> new Keeping(account, new ComparingRoom(500)));
        for (int i = 0; i < 5; i++) new Keeping(account, room).close();
    }

    @Test void namesOfPopTakePlacesToo() throws IOException {
        try (var keeping = new Keeping(account, room)) {
            for (int i = 0; i < 500; i++) keeping.take(mail(i, Uidl.parse("name" + i)), outcomes::add);
            keeping.flush();
            refused("cannot be compared in one import", () -> {
                for (int i = 500; i < 5_000; i++) keeping.take(mail(i, Uidl.parse("name" + i)), outcomes::add);
            });
            keeping.flush();
        }
        assertEquals(1_000, outcomes.size(), "a place for each and one for its name");
    }
}
