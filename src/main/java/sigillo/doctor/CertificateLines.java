package sigillo.doctor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.certificates.Shown;
import sigillo.preflight.Reasons;
import sigillo.preflight.Result;
import sigillo.preflight.Words;

/** What is served and what was tried, as lines of the board; alarms about certificates are there beside. */
public final class CertificateLines {
    private CertificateLines() {}

    public static List<Line> of(Shown shown, String host, Instant now) {
        var lines = new ArrayList<Line>();
        var ofHost = shown.served().stream().filter(line -> line.names().contains(host)).findFirst();
        boolean isOwn = !shown.served().isEmpty() && shown.served().stream().allMatch(line -> line.isOwn() && now.isBefore(line.until()));
        lines.add(new Line(Subject.CERTIFICATES, isOwn ? own(shown, now) : served(ofHost, host, now)));
        shown.failed().ifPresent(why -> lines.add(new Line(Subject.CERTIFICATES, order(why, shown, now))));
        return lines;
    }

    /** Nobody knows of a certificate to come where none is ordered; where one is and did not come, mail programs are kept out. */
    private static Result own(Shown shown, Instant now) {
        var name = "certificate served";
        var made = new Words("The certificate was made by this server, and programs warn of it.", "Il certificato è stato fatto da questo server, e i programmi danno un avviso.");
        if (!shown.orders()) return Result.warning(name, made, new Words("Agree to the terms in [acme], or give one of yours in [tls].", "Accettare le condizioni in [acme], o darne uno proprio in [tls]."));
        if (shown.failed().isEmpty()) return Result.warning(name, made, renew());
        return Result.wrong(name, new Words("No certificate has come yet: programs warn of the one that this server made.",
            "Non è ancora arrivato alcun certificato: i programmi danno un avviso su quello fatto da questo server."), next(shown, now));
    }

    private static Result served(Optional<Shown.Line> ofHost, String host, Instant now) {
        var name = "certificate served";
        if (ofHost.isEmpty()) {
            return Result.wrong(name, Words.of("No certificate of %s is served.", "Non viene mostrato un certificato di %s.", host), renew());
        }
        var until = ofHost.get().until();
        if (!now.isBefore(until)) return Result.wrong(name, Words.of("The certificate of %s has ended at %s: no program trusts it.",
            "Il certificato di %s è scaduto il %s: nessun programma se ne fida.", host, until), renew());
        return Result.fine(name, Words.of("The certificate of %s is good until %s.", "Il certificato di %s vale fino al %s.", host, until.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** A try that failed is no trouble yet while what is served is good: alarms say when it is. */
    private static Result order(String why, Shown shown, Instant now) {
        var reason = Reasons.of(why);
        return Result.warning("certificate order", new Words("The last order of a certificate failed: " + reason.english() + ".",
            "L'ultimo ordine di un certificato non è riuscito: " + reason.italian() + "."), next(shown, now));
    }

    /** What to do about a certificate that is late: it depends on what the last order failed of. */
    public static Words next(Shown shown, Instant now) {
        if (shown.failed().isEmpty()) return renew();
        var why = shown.failed().get();
        var again = shown.nextTry().filter(now::isBefore).map(at -> at.truncatedTo(ChronoUnit.SECONDS))
            .map(at -> Words.of("it is tried again at %s, by itself", "si riprova il %s, da sé", at))
            .orElse(new Words("it is tried again now, by itself", "si riprova adesso, da sé"));
        if (why.contains("the authority asked to wait")) return around("The authority asks to wait; ", again,
            ". Do not try sooner.", "L'autorità chiede di aspettare; ", ". Non riprovare prima.");
        boolean isAway = why.contains("be reached") || why.contains("takes too long");
        if (isAway) return around("See whether this machine reaches the authority (its host, port 443), and whether"
            + " its pages say that it is down; ", again, "; sigillo certificate renew tries at once.",
            "Controllare se questa macchina raggiunge l'autorità (il suo host, porta 443), e se le sue pagine dicono"
            + " che è ferma; ", "; sigillo certificate renew riprova subito.");
        return around("sigillo certificate says more; ", again, ".", "sigillo certificate dice di più; ", ".");
    }

    private static Words around(
            String before, Words again, String after, String beforeInItalian, String afterInItalian) {
        return new Words(before + again.english() + after, beforeInItalian + again.italian() + afterInItalian);
    }

    private static Words renew() {
        return new Words("sigillo certificate says why; sigillo certificate renew tries now.", "sigillo certificate dice perché; sigillo certificate renew riprova subito.");
    }
}
