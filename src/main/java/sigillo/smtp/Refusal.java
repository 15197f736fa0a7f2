package sigillo.smtp;

/** Leaves the grammar at the first error, with the reply for it; never leaves this package. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    final transient SmtpReply reply;

    private Refusal(SmtpReply reply) {
        super(null, null, false, false);
        this.reply = reply;
    }

    /** RFC 5321 section 4.2.2: 500, a verb that we do not know. */
    static Refusal unknownCommand() { return new Refusal(SmtpReply.of(500, "5.5.1", "Unknown command")); }

    /** 501, an argument that cannot be read. */
    static Refusal badArgument(String what) { return new Refusal(SmtpReply.of(501, "5.5.4", what)); }

    /** RFC 4954 section 4: what is not base64. */
    static Refusal badBase64() { return new Refusal(SmtpReply.of(501, "5.5.2", "This is not base64")); }

    static Refusal badSender(String what) { return new Refusal(SmtpReply.of(501, "5.1.7", what)); }

    static Refusal badRecipient(String what) { return new Refusal(SmtpReply.of(501, "5.1.3", what)); }

    /** RFC 5321 section 4.1.1.11: 555, a parameter that we do not know. */
    static Refusal unknownParameter() { return new Refusal(SmtpReply.of(555, "5.5.4", "Unknown parameter")); }
}
