package sigillo.smime;

import java.util.Locale;
import sigillo.message.Part;

/** What a message is to S/MIME, by its outermost entity alone: RFC 8551 section 3. */
public enum SmimeKind {
    /** Nothing of it. */
    NONE,
    /** multipart/signed with a signature of CMS: section 3.5.3. */
    DETACHED,
    /** application/pkcs7-mime with smime-type=signed-data: section 3.5.2. */
    ENCLOSED,
    /** Encrypted; this server has no keys to it. */
    ENCRYPTED,
    /** multipart/signed of another protocol (OpenPGP, RFC 3156), or certificates and nothing signed. */
    OTHER;

    public static SmimeKind of(Part root) {
        var type = root.type();
        if (type.is("multipart", "signed")) return isDetached(root) ? DETACHED : OTHER;
        if (!isNamed(type.mediaType(), "mime")) return NONE;
        return switch (type.parameter("smime-type").map(kind -> kind.toLowerCase(Locale.ROOT)).orElse("")) {
            case "signed-data" -> ENCLOSED;
            // RFC 8551 section 3.2.2: what says nothing is encrypted, as the oldest programs meant it
            case "enveloped-data", "authenveloped-data", "" -> ENCRYPTED;
            default -> OTHER;
        };
    }

    public boolean isSigned() { return this == DETACHED || this == ENCLOSED; }

    /** RFC 8551 section 3.5.3: two parts, of which the second is the signature. */
    private static boolean isDetached(Part root) {
        boolean isProtocol = root.type().parameter("protocol").filter(named -> isNamed(named, "signature")).isPresent();
        return isProtocol && root.isMultipart() && root.children().size() == 2
            && isNamed(root.children().getLast().type().mediaType(), "signature");
    }

    /** RFC 8551 section 3.2.1: names with x- are of old programs. */
    private static boolean isNamed(String mediaType, String last) {
        var lower = mediaType.toLowerCase(Locale.ROOT);
        return lower.equals("application/pkcs7-" + last) || lower.equals("application/x-pkcs7-" + last);
    }
}
