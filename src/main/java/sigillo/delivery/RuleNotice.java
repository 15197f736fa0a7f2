package sigillo.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import sigillo.account.AccountId;

/**
 * Tells owners that their rules did not work: once a day each, with the first trouble of it. Any thread; returns at
 * once.
 */
public final class RuleNotice implements BiConsumer<AccountId, String> {
    /** Of whom is remembered that they were told today; beyond it nobody is, rather than somebody twice an hour. */
    private static final int TOLD_MAX = 10_000;

    private final Letters letters;
    private final InstantSource clock;
    private final Map<AccountId, Instant> told = new ConcurrentHashMap<>();

    public RuleNotice(Letters letters, InstantSource clock) {
        this.letters = letters;
        this.clock = clock;
    }

    @Override public void accept(AccountId account, String sentence) {
        var day = clock.instant().truncatedTo(ChronoUnit.DAYS);
        told.values().removeIf(before -> before.isBefore(day));
        boolean isNew = told.size() < TOLD_MAX && told.putIfAbsent(account, day) == null;
        if (isNew) letters.write(account, "rules", _ -> letter(sentence));
    }

    /** What a script says is its owner's, but its lines are not those of a letter. */
    private static Letters.Letter letter(String sentence) {
        return new Letters.Letter("Your rules for mail did not work / Le tue regole per la posta non hanno funzionato", """
            %1$s

            Nothing is lost. You hear of this once a day at most, with the first trouble of the day.

            Non va perso nulla. Ne ricevi notizia al massimo una volta al giorno, con il primo problema.
            """.formatted(sentence.replaceAll("\\s+", " ")));
    }
}
