package sigillo.doctor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sigillo.base.Domain;
import sigillo.base.Printable;
import sigillo.preflight.Result;
import sigillo.preflight.State;
import sigillo.preflight.Words;
import sigillo.zone.Finding;
import sigillo.zone.Purpose;

/** What DNS shows of a domain, as lines of the board: one for each record that is not right, else one that says that all are;
 * of all that nobody could say, one. */
public final class NameLines {
    private static final int SEEN_MAX = 120;
    private static final Words AGAIN = new Words("Look again in an hour; if it stays so, look whether this machine reaches DNS servers (UDP and TCP port 53), and whether those of the domain run.",
        "Ricontrollare fra un'ora; se resta così, vedere se questa macchina raggiunge i server DNS (porta 53, UDP e TCP), e se quelli del dominio funzionano.");

    private NameLines() {}

    public static List<Line> of(Domain domain, List<Finding> findings) {
        var lines = new ArrayList<Line>();
        var name = "dns " + domain.name();
        var unasked = findings.stream().filter(one -> one.fault() == Finding.Fault.UNKNOWN).toList();
        findings.stream().filter(one -> !one.isRight() && one.wanted().purpose().isNeeded() && !unasked.contains(one)).forEach(one -> lines.add(line(one, domain)));
        long advised = findings.stream().filter(one -> !one.isRight() && !one.wanted().purpose().isNeeded() && !unasked.contains(one)).count();
        if (!unasked.isEmpty()) lines.add(new Line(Subject.NAMES, Result.unknown(name, unasked(domain, unasked), AGAIN)));
        if (lines.isEmpty()) {
            lines.add(new Line(Subject.NAMES, Result.fine(name, Words.of("DNS shows what mail of %s needs.", "Il DNS mostra ciò che serve alla posta di %s.", domain.display()))));
        }
        if (advised > 0) {
            lines.add(new Line(Subject.NAMES, Result.warning(name + " advised", Words.of("Records that are advised for %s are missing or wrong: %d.",
                "Record consigliati per %s che mancano o non vanno: %d.", domain.display(), advised), next(domain))));
        }
        return lines;
    }

    /** The keys of alarms that say no more than these lines do: one fault is one line. */
    public static Set<String> alarmsToldBy(Domain domain, List<Finding> findings) {
        var amiss = findings.stream().filter(one -> !one.isRight() && one.wanted().purpose().isNeeded() && one.fault() != Finding.Fault.UNKNOWN).toList();
        var told = new HashSet<String>();
        if (!amiss.isEmpty()) told.add("dns of " + domain.name());
        if (amiss.stream().anyMatch(one -> one.wanted().purpose() == Purpose.DKIM)) told.add("dkim/" + domain.name());
        return told;
    }

    private static Words next(Domain domain) {
        return Words.of("sigillo dns check %s says which, and what to publish.", "sigillo dns check %s dice quali, e che cosa pubblicare.", domain.name());
    }

    private static Words unasked(Domain domain, List<Finding> unasked) {
        var why = unasked.getFirst().seen();
        return new Words("DNS of " + domain.display() + " could not be asked: " + Printable.of(why.getFirst()) + ".",
            "Non si è potuto chiedere il DNS di " + domain.display() + ": " + Printable.of(why.getLast()) + ".");
    }

    private static Line line(Finding one, Domain domain) {
        var record = one.wanted().record();
        var name = "dns " + one.wanted().purpose().name().toLowerCase(Locale.ROOT) + " " + record.name();
        return new Line(Subject.NAMES, new Result(name, State.WRONG, sentence(one, record.type() + " " + record.name()), next(domain)));
    }

    private static Words sentence(Finding one, String what) {
        var all = Printable.of(String.join(" + ", one.seen()));
        var seen = all.length() > SEEN_MAX ? all.substring(0, SEEN_MAX) + "..." : all;
        return switch (one.fault()) {
            case NONE -> Words.of("%s is right.", "%s è giusto.", what);
            case MISSING -> Words.of("%s is not there.", "%s non c'è.", what);
            case OTHER -> Words.of("%s is something else: %s.", "%s è altro: %s.", what, seen);
            case SEVERAL -> Words.of("%s: there are several %s records, and of several none counts.", "%s: ci sono più record %s, e così non ne vale nessuno.", what, one.wanted().purpose());
            case CUT -> Words.of("%s is cut after %d characters: the form of the DNS provider cuts long texts.",
                "%s è troncato dopo %d caratteri: il modulo del fornitore DNS tronca i testi lunghi.", what, one.seen().getFirst().length());
            case MANGLED -> Words.of("%s has quotes, blanks or backslashes in it that do not belong there.", "%s contiene virgolette, spazi o barre che non ci vanno.", what);
            case IMPLICIT -> Words.of("%s is not there, so mail goes to %s.", "%s non c'è, quindi la posta va a %s.", what, seen);
            case BEHIND_OTHERS -> Words.of("%s: mail goes elsewhere first, to %s.", "%s: la posta va prima altrove, a %s.", what, seen);
            case DIVIDED -> Words.of("%s: the servers of the zone do not say the same.", "%s: i server della zona non dicono lo stesso.", what);
            case UNKNOWN -> Words.of("%s could not be asked: %s.", "%s non si è potuto chiedere: %s.", what, seen);
        };
    }
}
