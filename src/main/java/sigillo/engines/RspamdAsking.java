package sigillo.engines;

import java.io.IOException;
import java.net.InetAddress;
import sigillo.filter.Mail;
import sigillo.scanners.HttpAnswer;
import sigillo.scanners.HttpEnd;
import sigillo.scanners.Rspamd;
import sigillo.scanners.ScannerLimits;

/** Asks Rspamd over HTTP. */
record RspamdAsking(Place place, boolean isAnywhere) implements Asking {
    @Override public Heard ask(Mail mail, long until) throws IOException {
        long octets = mail.message().length();
        if (octets > EngineLimits.RSPAMD_OCTETS_MAX) return new Heard.Passed("it is too large for Rspamd");
        try (var talk = Talk.open(place.addresses(isAnywhere, until), until)) {
            talk.say(Rspamd.check(about(mail), octets));
            talk.say(mail.message());
            var answer = talk.hear(ScannerLimits.RSPAMD_ANSWER_MAX, new HttpEnd()::isWhole);
            return Scanning.meant(Rspamd.parse(HttpAnswer.of(answer, true)), "Rspamd", "rspamd");
        }
    }

    private static Rspamd.About about(Mail mail) {
        var envelope = mail.envelope();
        return new Rspamd.About(mail.origin().client().map(InetAddress::getHostAddress).orElse(""), mail.origin().helo(),
            envelope.from().sender().map(Object::toString).orElse(""), envelope.recipients().stream().map(one -> one.address().toString()).toList(),
            mail.trace().text());
    }
}
