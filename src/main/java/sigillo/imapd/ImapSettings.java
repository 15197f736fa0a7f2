package sigillo.imapd;

import java.util.Optional;

/**
 * What an operator may set.
 *
 * @param loginWithoutTls whether passwords are taken in the clear: for a demo on loopback and nothing else
 * @param messageOctetsMax of one APPEND
 * @param jmapUrl where the same mail is to be had by JMAP, under the same ids: RFC 9698
 * @param sieveUrl where the scripts are kept that run for what happens here: RFC 6785 section 2.1
 */
public record ImapSettings(boolean loginWithoutTls, long messageOctetsMax, ImapLimits limits, Optional<String> jmapUrl, Optional<String> sieveUrl) {
    /** As large as what SMTP takes in by default. */
    public static final long MESSAGE_OCTETS_MAX_DEFAULT = 50L << 20;

    public static final ImapSettings DEFAULT = new ImapSettings(false, MESSAGE_OCTETS_MAX_DEFAULT, ImapLimits.DEFAULT);

    public ImapSettings(boolean loginWithoutTls, long messageOctetsMax, ImapLimits limits) {
        this(loginWithoutTls, messageOctetsMax, limits, Optional.empty());
    }

    public ImapSettings(boolean loginWithoutTls, long messageOctetsMax, ImapLimits limits, Optional<String> jmapUrl) {
        this(loginWithoutTls, messageOctetsMax, limits, jmapUrl, Optional.empty());
    }

    public ImapSettings {
        if (messageOctetsMax < 1 || messageOctetsMax > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("not the size of a message: " + messageOctetsMax); // RFC 7889 section 3
        }
    }
}
