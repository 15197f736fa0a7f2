package sigillo.main.mail;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Octets;
import sigillo.delivery.Letters;
import sigillo.engines.Viruses;
import sigillo.filter.Engine;
import sigillo.main.kept.Kept;
import sigillo.quarantine.Found;
import sigillo.quarantine.Quarantine;
import sigillo.quarantine.Scanner;
import sigillo.store.StoreException;

/** What is looked at again for viruses, by ClamAV where it is configured, and how owners are told. */
public final class Again {
    private Again() {}

    public static Optional<Quarantine> quarantine(Optional<Viruses> viruses, Kept kept, Duration back,
        Letters letters) {
        return viruses.map(clamd -> {
            var quarantine = new Quarantine(kept.accounts(), kept.keyring(), new ByClamd(clamd), back, kept.alarms(), kept.clock());
            quarantine.telling(new Notice(letters));
            return quarantine.start();
        });
    }

    record ByClamd(Viruses viruses) implements Scanner {
        @Override public Optional<String> signatures() { return viruses.signatures(); }

        @Override public Looked look(Octets message) throws InterruptedException {
            try {
                return switch (viruses.look(message)) {
                    case Engine.Said.Reasons(_, var virus, _) when virus.isPresent() -> new Looked.Clean();
                    case Engine.Said.Reasons _ -> new Looked.Passed();
                    case Engine.Said.Against(var reply, var why) when reply.isPermanent() -> new Looked.Infected(why);
                    case Engine.Said.Against _ -> new Looked.Silent();
                    // one that works has left this message out
                    case Engine.Said.Silent _ -> viruses.signatures().isPresent() ? new Looked.Passed() : new Looked.Silent();
                };
            } catch (IOException unreadable) {
                throw new StoreException("a message cannot be read", unreadable);
            }
        }
    }

    /** Into the inbox: at level L1 it is sealed for the owner, as all that names who wrote to him. */
    record Notice(Letters letters) implements BiConsumer<AccountId, List<Found>> {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

        @Override public void accept(AccountId account, List<Found> found) { letters.write(account, "viruses", _ -> letter(found)); }

        private static Letters.Letter letter(List<Found> found) {
            var all = found.stream().map(one -> "    " + TIME.format(one.received()) + " UTC, " + one.author() + ": " + one.why())
                .collect(Collectors.joining("\n"));
            return new Letters.Letter("A virus was found in mail that you have / Trovato un virus nella tua posta", """
                When this mail came nobody knew that it is harmful. Now it is known, and it was
                moved to Junk. Nothing was deleted. Do not open what is attached to it; if you have
                opened it already, have your computer looked at.

                Quando questa posta è arrivata non si sapeva che è dannosa. Ora si sa, ed è stata
                spostata nella posta indesiderata. Nulla è stato cancellato. Non aprire gli
                allegati; se li hai già aperti, fa' controllare il tuo computer.

                """ + all + "\n");
        }
    }
}
