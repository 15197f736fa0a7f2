package sigillo.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import sigillo.smtp.SmtpCommand;
import sigillo.smtp.SmtpReply;

/** Logs in with a password: RFC 4954 section 4, RFC 4616 section 2. Whether that may be done here is asked before. */
final class SignIn {
    private final Talk talk;
    private final Hop.Login login;

    SignIn(Talk talk, Hop.Login login) {
        this.talk = talk;
        this.login = login;
    }

    /** Code 235 when we are in; else why not. */
    SmtpReply by(List<String> mechanisms) throws IOException {
        if (mechanisms.contains("PLAIN")) return plain();
        if (mechanisms.contains("LOGIN")) return login();
        return SmtpReply.of(504, "5.5.4", "it offers neither PLAIN nor LOGIN");
    }

    private SmtpReply plain() throws IOException {
        var initial = base64("\0" + login.user() + "\0" + login.password());
        return ask(new SmtpCommand.Auth("PLAIN", Optional.of(initial)));
    }

    /** Older than any RFC: it asks for the user and then for the password, in words that differ. */
    private SmtpReply login() throws IOException {
        var reply = ask(new SmtpCommand.Auth("LOGIN", Optional.empty()));
        if (reply.code() == 334) reply = answer(login.user());
        if (reply.code() == 334) reply = answer(login.password());
        return reply;
    }

    private SmtpReply ask(SmtpCommand command) throws IOException {
        talk.say(command);
        return talk.anyReply(talk.patience().command());
    }

    private SmtpReply answer(String text) throws IOException {
        talk.sayLine(base64(text));
        return talk.anyReply(talk.patience().command());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
