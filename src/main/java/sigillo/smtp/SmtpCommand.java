package sigillo.smtp;

import java.util.Optional;

/** What a client may say, one record a command: RFC 5321 section 4.1 and its extensions; LHLO is RFC 2033's. */
public sealed interface SmtpCommand {
    record Ehlo(String name) implements SmtpCommand {}

    record Helo(String name) implements SmtpCommand {}

    record Lhlo(String name) implements SmtpCommand {}

    record Mail(ReversePath from, MailParameters parameters) implements SmtpCommand {}

    record Rcpt(ForwardPath to, RcptParameters parameters) implements SmtpCommand {}

    record Data() implements SmtpCommand {}

    /** RFC 3030 section 2: so many octets follow the line, whatever the answer. */
    record Bdat(long octets, boolean last) implements SmtpCommand {}

    record Rset() implements SmtpCommand {}

    record Noop() implements SmtpCommand {}

    record Quit() implements SmtpCommand {}

    record Help() implements SmtpCommand {}

    record Vrfy() implements SmtpCommand {}

    record Expn() implements SmtpCommand {}

    record StartTls() implements SmtpCommand {}

    /** RFC 4954 section 4. {@code initial} is base64 or {@code =}. The text form hides it, for logs. */
    record Auth(String mechanism, Optional<String> initial) implements SmtpCommand {
        @Override public String toString() { return "Auth[" + mechanism + "]"; }
    }
}
