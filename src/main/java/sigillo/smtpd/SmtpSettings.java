package sigillo.smtpd;

import java.time.Duration;
import sigillo.base.Domain;
import sigillo.net.Networks;

/**
 * What an operator may decide about an SMTP door; the comments give the reasons of the defaults.
 *
 * @param hostName our name in the greeting, and the domain of a postmaster without one
 * @param messageOctetsMax 50 MiB: an attachment of 35 MB in base64 still fits
 * @param recipientsMax of one message; RFC 5321 section 4.5.3.1.8 says at least 100
 * @param mailsMax of one connection, so that a busy sender comes back and others have their turn
 * @param errorsMax of one connection: commands that nobody sends by mistake so often
 * @param refusedRecipientsMax of one connection: who asks for more is guessing addresses
 * @param errorPause before each reply to an error after the first few; a virtual thread waits, others do not
 * @param plaintextAuth AUTH without TLS: for tests on loopback only
 * @param binaryMime offer BINARYMIME: only when whatever reads the mailboxes can hand out binary parts
 * @param holdMax how far ahead a user may ask us to keep a message; zero: FUTURERELEASE is not offered
 * @param unlimited networks for which {@link AddressBudget} does not count
 */
public record SmtpSettings(
        Domain hostName, long messageOctetsMax, int recipientsMax, int mailsMax, int errorsMax,
        int refusedRecipientsMax, Duration errorPause, boolean plaintextAuth, boolean binaryMime, Duration holdMax,
        Networks unlimited, SmtpDeadlines deadlines) {

    public SmtpSettings {
        // RFC 5321 sections 4.5.3.1.7 and 4.5.3.1.8: the least that must be taken.
        if (messageOctetsMax < 64 * 1024) throw new IllegalArgumentException("messages of 64 KiB must be taken");
        if (recipientsMax < 100) throw new IllegalArgumentException("100 recipients must be taken");
        if (mailsMax < 1 || errorsMax < 1 || refusedRecipientsMax < 1)
            throw new IllegalArgumentException("limits begin at 1");
    }

    public static SmtpSettings of(Domain hostName) {
        return new SmtpSettings(hostName, 50L << 20, 1_000, 10_000, 20, 100, Duration.ofMillis(100), false, false,
            Duration.ofDays(30), Networks.LOOPBACK, SmtpDeadlines.DEFAULT);
    }
}
