package sigillo.sending;

import java.time.Instant;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * An account that sends nothing until somebody lifts that. {@code why}: empty where the operator wants it. {@code count}: what would
 * have been sent within the bound's period, {@code max} what is allowed. {@code hasNewPassword}: its owner has set one since.
 */
public record Pause(Instant since, Optional<Bound> why, long count, long max, boolean hasNewPassword) {
    /** In the place of a bound's name. */
    private static final String OPERATOR = "operator";

    static Pause byOperator(Instant since) { return new Pause(since, Optional.empty(), 0, 0, false); }

    Pause withNewPassword() { return new Pause(since, why, count, max, true); }

    /** For people: why, as half a sentence. */
    public String says() { return why.map(bound -> "it wrote to " + recipients(bound)).orElse("who runs this server has paused it"); }

    private String recipients(Bound bound) {
        return switch (bound) {
            case FIRST_TIME_PER_HOUR, FIRST_TIME_PER_DAY -> count + " recipients to whom it had not written before, " + within();
            case SUDDEN_CHANGE -> count + " recipients within a day, of whom it knew few, where so far " + max + " were much";
            case MESSAGES_PER_HOUR, MESSAGES_PER_DAY, RECIPIENTS_PER_HOUR, RECIPIENTS_PER_DAY -> count + " recipients, " + within();
        };
    }

    private String within() {
        return "within " + (period() == Bound.RECIPIENTS_PER_DAY.period() ? "a day" : "an hour") + " (allowed: " + max + ")";
    }

    private long period() { return why.map(Bound::period).orElse(0L); }

    /** The same in Italian. */
    public String dice() { return why.map(bound -> "ha scritto a " + destinatari(bound)).orElse("lo ha sospeso chi gestisce il server"); }

    private String destinatari(Bound bound) {
        return switch (bound) {
            case FIRST_TIME_PER_HOUR, FIRST_TIME_PER_DAY -> count + " destinatari a cui non aveva mai scritto, " + entro();
            case SUDDEN_CHANGE -> count + " destinatari in un giorno, quasi tutti nuovi, dove finora " + max + " erano molti";
            case MESSAGES_PER_HOUR, MESSAGES_PER_DAY, RECIPIENTS_PER_HOUR, RECIPIENTS_PER_DAY -> count + " destinatari, " + entro();
        };
    }

    private String entro() {
        return "in un" + (period() == Bound.RECIPIENTS_PER_DAY.period() ? " giorno" : "'ora") + " (ammessi: " + max + ")";
    }

    void write(RowOut out) { out.time(since).text(why.map(Bound::key).orElse(OPERATOR)).number(count).number(max).flag(hasNewPassword); }

    static Pause read(RowIn in) {
        var since = in.time();
        var name = in.text();
        var why = Bound.of(name);
        if (why.isEmpty() && !name.equals(OPERATOR)) throw RowIn.broken("no bound");
        return new Pause(since, why, in.number(), in.number(), in.flag());
    }
}
