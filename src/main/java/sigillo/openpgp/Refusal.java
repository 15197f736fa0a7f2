package sigillo.openpgp;

/** Why OpenPGP octets are not taken. Names are stable: they are logged, counted, and turned into words for people. */
public enum Refusal {
    /** No packet, no armour. */
    NOT_OPENPGP("this is not OpenPGP"),
    ARMOUR_BROKEN("the armour is broken"),
    /** Something beside white space before or after the armour. */
    OUTSIDE_ARMOUR("there is text outside of the armour"),
    TRUNCATED("it ends too early"),
    MALFORMED("a packet is not what it should be"),
    TOO_LARGE("it is too large"),
    TOO_MANY_PACKETS("it has too many packets"),
    TOO_MANY_KEYS("it has too many subkeys"),
    TOO_MANY_USER_IDS("it has too many user IDs"),
    TOO_MANY_SIGNATURES("it has too many signatures"),

    NO_CERTIFICATE("there is no certificate"),
    SEVERAL_CERTIFICATES("there are several certificates"),
    /** A secret key where a certificate was wanted: never kept, so that nobody publishes his own. */
    SECRET_KEY("this is a secret key"),
    /** Of a version or an algorithm that we do not know, or do not take for a primary key. */
    UNKNOWN_KEY("the key is of a kind that is not known"),
    /** The primary key has signed nothing of it: no user ID, no subkey, not itself. */
    NOT_SELF_SIGNED("the certificate is not signed by its own key"),
    /** Expired, revoked, weak, or without a subkey for it. */
    CANNOT_ENCRYPT("one cannot encrypt to this certificate"),
    CANNOT_SIGN("one cannot sign with this key"),

    NO_SECRET_KEY("there is no secret key"),
    WRONG_PASSPHRASE("the passphrase is wrong, or the key is broken"),
    /** Stretching the passphrase would take more memory than we give, or is done in a way that protects nothing. */
    PASSPHRASE_STRETCHING("the passphrase is stretched in a way that is not taken"),
    /** The public half that came is not that of the secret half (key overwriting). */
    KEY_MISMATCH("the secret key is not that of the public key"),

    NOT_ENCRYPTED("the message is not encrypted"),
    NOT_SIGNED("the message is not signed"),
    /** Where only signatures were to be verified. */
    ENCRYPTED("the message is encrypted"),
    NO_KEY_FOR_IT("it is encrypted to none of these keys"),
    /** Whatever went wrong with secrets: one word for all, so that nobody learns which. */
    NOT_INTACT("it cannot be decrypted, or was changed on its way"),
    /** Tag 9 (RFC 9580 section 5.7): its content can be changed unseen. */
    NO_INTEGRITY("it is encrypted without protection against change"),
    WEAK_CIPHER("it is encrypted with a cipher that is too weak"),
    UNKNOWN_CIPHER("it is encrypted with a cipher that is not known"),
    UNKNOWN_COMPRESSION("it is compressed in a way that is not known"),
    COMPRESSION_BOMB("it grows too much when it is unpacked"),
    /** Encrypted in encrypted, compressed in compressed: no program writes it. */
    TOO_DEEP("it is nested too deep"),
    /** Two encrypted parts, two literals, or a literal beside the encrypted part. */
    SEVERAL_PARTS("it has several parts where one is allowed"),
    TRAILING("something follows the message"),
    /** One-pass packets and signatures are not pairs: something would be taken for signed that is not. */
    SIGNATURES_NOT_PAIRED("its signatures do not go round its content"),
    CLEARTEXT_BROKEN("the cleartext signature is not well made");

    private final String sentence;

    Refusal(String sentence) { this.sentence = sentence; }

    /** For logs and operators; people see words in their language, by the name. */
    public String sentence() { return sentence; }
}
