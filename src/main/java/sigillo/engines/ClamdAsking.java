package sigillo.engines;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.filter.Mail;
import sigillo.scanners.Clamd;
import sigillo.scanners.ScannerLimits;

/** Asks ClamAV's clamd by INSTREAM. It reads the message as a mail, with all that is packed in it. */
record ClamdAsking(Place place, boolean isAnywhere) implements Asking {
    @Override public Heard ask(Mail mail, long until) throws IOException {
        if (mail.message().length() > EngineLimits.CLAMD_OCTETS_MAX) return new Heard.Passed("it is too large for ClamAV");
        try (var talk = Talk.open(place.addresses(isAnywhere, until), until)) {
            IOException broken = null;
            try {
                stream(talk, mail.message());
            } catch (Late late) {
                throw late;
            } catch (IOException brokenOff) { // it may have said why before it stopped to listen
                broken = brokenOff;
            }
            var answer = answer(talk, broken);
            return Scanning.meant(Clamd.parse(answer), "ClamAV", "clamav");
        }
    }

    /** Of it and of its signatures; empty when it says something else. Ends as {@link #ask}. */
    Optional<String> version(long until) throws IOException {
        try (var talk = Talk.open(place.addresses(isAnywhere, until), until)) {
            talk.say(Clamd.version());
            return Clamd.versionOf(talk.hear(ScannerLimits.CLAMD_ANSWER_MAX, Clamd::isWhole));
        }
    }

    private static void stream(Talk talk, Octets message) throws IOException {
        talk.say(Clamd.inStream());
        var piece = new byte[4 + Clamd.PIECE];
        for (long at = 0; at < message.length(); ) {
            int n = message.read(at, piece, 4, Clamd.PIECE);
            if (n <= 0) throw new IOException("the message ends early");
            System.arraycopy(Clamd.pieceOf(n), 0, piece, 0, 4);
            talk.say(piece, 0, 4 + n);
            at += n;
        }
        talk.say(Clamd.pieceOf(0));
    }

    private static byte[] answer(Talk talk, IOException broken) throws IOException {
        try {
            var answer = talk.hear(ScannerLimits.CLAMD_ANSWER_MAX, Clamd::isWhole);
            if (answer.length == 0 && broken != null) throw broken;
            return answer;
        } catch (IOException again) {
            throw broken == null ? again : broken;
        }
    }
}
