package sigillo.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import sigillo.account.AccountId;

/**
 * Tells an owner at level L2 that his certificate expires, or that mail for him cannot be encrypted now and waits at
 * its senders (an empty instant). Once a week, and once a day from three days before; a restart forgets who was told.
 * Any thread; returns at once.
 */
public final class CertificateNotice implements BiConsumer<AccountId, Optional<Instant>> {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    private static final Duration SELDOM = Duration.ofDays(7);
    private static final Duration OFTEN = Duration.ofDays(1);
    private static final Duration URGENT = Duration.ofDays(3);
    /** Of whom is remembered when he may be told again; beyond it nobody is, rather than somebody with each mail. */
    private static final int TOLD_MAX = 10_000;

    /** What writes to an owner: {@link Letters}. */
    @FunctionalInterface
    public interface Writing { void write(AccountId account, Letters.Letter letter); }

    private final Writing writing;
    private final InstantSource clock;
    private final String hostname;
    private final Map<AccountId, Instant> again = new ConcurrentHashMap<>();

    public CertificateNotice(Letters letters, InstantSource clock, String hostname) {
        this((account, letter) -> letters.write(account, "certificate", _ -> letter), clock, hostname);
    }

    CertificateNotice(Writing writing, InstantSource clock, String hostname) {
        this.writing = writing;
        this.clock = clock;
        this.hostname = hostname;
    }

    @Override public void accept(AccountId account, Optional<Instant> expires) {
        var now = clock.instant();
        boolean isUrgent = expires.isEmpty() || expires.get().isBefore(now.plus(URGENT));
        again.values().removeIf(when -> !when.isAfter(now));
        if (again.size() >= TOLD_MAX) return;
        var next = now.plus(isUrgent ? OFTEN : SELDOM);
        boolean isToTell = again.putIfAbsent(account, next) == null;
        // he was told a week ahead, and it has become urgent meanwhile
        boolean isSooner = !isToTell && again.computeIfPresent(account, (_, when) -> when.isAfter(next) ? next : when) == next;
        if (isToTell || isSooner) writing.write(account, expires.map(this::soon).orElseGet(this::waits));
    }

    private Letters.Letter soon(Instant expires) {
        return new Letters.Letter("Your OpenPGP certificate expires / Il tuo certificato OpenPGP scade", """
            Mail that comes for you is encrypted to your OpenPGP certificate (level L2). It expires on
            %1$s. From then on nothing can be encrypted to it: mail for you waits at its senders, and
            after some days they are told that it could not be delivered.

            Prolong it in the program that has your key, bring the key into the webmail (https://%2$s/,
            Settings, End to end) and publish it. Or make a new key there, and choose level L2 again.

            La posta che ti arriva è cifrata con il tuo certificato OpenPGP (livello L2), che scade il
            %1$s. Da allora non si può più cifrare nulla: la posta per te attende presso chi la manda,
            e dopo qualche giorno viene detto loro che non è stato possibile consegnarla.

            Prolungalo nel programma che ha la tua chiave, importa la chiave nella webmail (https://%2$s/,
            Impostazioni, Da un capo all'altro) e pubblicala. Oppure crea lì una chiave nuova e scegli di nuovo il livello L2.
            """.formatted(DAY.format(expires), hostname));
    }

    private Letters.Letter waits() {
        return new Letters.Letter("Mail for you cannot be encrypted, and waits / La posta per te non si può cifrare, e attende", """
            You are at level L2, and what came just now could not be encrypted to your OpenPGP
            certificate: it has expired, was withdrawn or replaced, or the server is in trouble. Nothing
            is kept in clear. Senders try again; after some days they are told that it could not be delivered.

            Publish a good certificate in the webmail (https://%1$s/, Settings, End to end). If it is another
            key than before, choose level L2 again. If it is good, tell who runs this server.

            Sei al livello L2, e ciò che è appena arrivato non si è potuto cifrare con il tuo certificato
            OpenPGP: è scaduto, ritirato o sostituito, o il server è in difficoltà. Nulla è conservato in
            chiaro. Chi scrive riprova; dopo qualche giorno gli viene detto che non è stato possibile consegnare.

            Pubblica un certificato valido nella webmail (https://%1$s/, Impostazioni, Da un capo all'altro). Se la chiave è
            un'altra, scegli di nuovo il livello L2. Se è valido, avvisa chi gestisce il server.
            """.formatted(hostname));
    }
}
