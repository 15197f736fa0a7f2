package sigillo.managesieve;

import java.util.Base64;
import java.util.Optional;
import sigillo.base.Bytes;

/** What ends each response: RFC 5804 section 1.1. {@code text}: for people. */
public record SieveReply(Status status, Optional<Code> code, String text) {
    public enum Status { OK, NO, BYE }

    /** RFC 5804 section 1.3 */
    public record Code(String name, Optional<String> argument) {
        public static final Code ACTIVE = plain("ACTIVE");
        public static final Code ALREADY_EXISTS = plain("ALREADYEXISTS");
        public static final Code NONEXISTENT = plain("NONEXISTENT");
        public static final Code ENCRYPT_NEEDED = plain("ENCRYPT-NEEDED");
        public static final Code TOO_MANY_SCRIPTS = plain("QUOTA/MAXSCRIPTS");
        public static final Code TOO_LARGE = plain("QUOTA/MAXSIZE");
        /** No fault of the client: it may try again. */
        public static final Code TRY_LATER = plain("TRYLATER");
        public static final Code WARNINGS = plain("WARNINGS");

        private static Code plain(String name) { return new Code(name, Optional.empty()); }

        public static Code tag(String tag) { return new Code("TAG", Optional.of(tag)); }

        /** The last word of a mechanism, to who is let in. */
        public static Code sasl(Bytes message) {
            return new Code("SASL", Optional.of(Base64.getEncoder().encodeToString(message.unsafeArray())));
        }
    }

    public static SieveReply ok(String text) { return new SieveReply(Status.OK, Optional.empty(), text); }

    public static SieveReply ok(Code code, String text) { return new SieveReply(Status.OK, Optional.of(code), text); }

    public static SieveReply no(String text) { return new SieveReply(Status.NO, Optional.empty(), text); }

    public static SieveReply no(Code code, String text) { return new SieveReply(Status.NO, Optional.of(code), text); }

    public static SieveReply bye(String text) { return new SieveReply(Status.BYE, Optional.empty(), text); }

    public static SieveReply bye(Code code, String text) { return new SieveReply(Status.BYE, Optional.of(code), text); }

    public SieveReply with(Code code) { return new SieveReply(status, Optional.of(code), text); }

    /** The conversation ends with it. */
    public SieveReply asBye() { return new SieveReply(Status.BYE, code, text); }
}
