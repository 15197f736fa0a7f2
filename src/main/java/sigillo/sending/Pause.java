package sigillo.sending;

import java.time.Instant;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * An account that sends nothing until somebody lifts that. {@code count}: what would have been sent within the bound's
 * period, {@code max} what is allowed. {@code hasNewPassword}: its owner has set one since.
 */
public record Pause(Instant since, Bound why, long count, long max, boolean hasNewPassword) {

    Pause withNewPassword() { return new Pause(since, why, count, max, true); }

    /** For people: what it did. */
    public String says() {
        return switch (why) {
            case FIRST_TIME_PER_HOUR, FIRST_TIME_PER_DAY -> count + " recipients to whom it had not written before, " + within();
            case SUDDEN_CHANGE -> count + " recipients within a day, of whom it knew few, where so far " + max + " were much";
            case MESSAGES_PER_HOUR, MESSAGES_PER_DAY, RECIPIENTS_PER_HOUR, RECIPIENTS_PER_DAY -> count + " recipients, " + within();
        };
    }

    private String within() {
        return "within " + (why.period() == Bound.RECIPIENTS_PER_DAY.period() ? "a day" : "an hour") + " (allowed: " + max + ")";
    }

    /** The same in Italian. */
    public String dice() {
        return switch (why) {
            case FIRST_TIME_PER_HOUR, FIRST_TIME_PER_DAY -> count + " destinatari a cui non aveva mai scritto, " + entro();
            case SUDDEN_CHANGE -> count + " destinatari in un giorno, quasi tutti nuovi, dove finora " + max + " erano molti";
            case MESSAGES_PER_HOUR, MESSAGES_PER_DAY, RECIPIENTS_PER_HOUR, RECIPIENTS_PER_DAY -> count + " destinatari, " + entro();
        };
    }

    private String entro() {
        return "in un" + (why.period() == Bound.RECIPIENTS_PER_DAY.period() ? " giorno" : "'ora") + " (ammessi: " + max + ")";
    }

    void write(RowOut out) { out.time(since).text(why.key()).number(count).number(max).flag(hasNewPassword); }

    static Pause read(RowIn in) {
        var since = in.time();
        var why = Bound.of(in.text()).orElseThrow(() -> RowIn.broken("no bound"));
        return new Pause(since, why, in.number(), in.number(), in.flag());
    }
}
