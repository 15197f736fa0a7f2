package sigillo.engines;

import java.io.IOException;
import sigillo.filter.Mail;
import sigillo.scanners.ScannerLimits;
import sigillo.scanners.Spamd;

/** Asks SpamAssassin's spamd. */
record SpamdAsking(Place place, boolean isAnywhere) implements Asking {
    @Override public Heard ask(Mail mail, long until) throws IOException {
        long octets = mail.message().length();
        if (octets > EngineLimits.SPAMD_OCTETS_MAX) return new Heard.Passed("it is too large for SpamAssassin");
        try (var talk = Talk.open(place.addresses(isAnywhere, until), until)) {
            talk.say(Spamd.symbols(octets));
            talk.say(mail.message());
            talk.endOutput();
            return Scanning.meant(Spamd.parse(talk.hear(ScannerLimits.SPAMD_ANSWER_MAX, (_, _) -> false)), "SpamAssassin", "spamassassin");
        }
    }
}
