package sigillo.smime;

/** Why a signature shows nothing. */
public enum SmimeFault {
    /** It is no signature that can be read, or one beyond the limits. */
    UNREADABLE,
    /** The message is not what was signed. */
    CHANGED,
    /** Signed by nobody, or by several, of whom nobody knows which is the author. */
    NOT_ONE_SIGNER,
    /** The signer's certificate did not come with it. */
    NO_CERTIFICATE,
    /** A digest or a key that is too weak, or unknown. */
    WEAK,
    /** No authority that is trusted here has certified the signer. */
    UNTRUSTED,
    /** The certificate, or one above it, was not valid when the message came. */
    OUT_OF_TIME,
    /** The certificate is not for signing mail. */
    NOT_FOR_MAIL,
    /** It is of another address than the author's. */
    ANOTHER_AUTHOR
}
