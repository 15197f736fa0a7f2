package sigillo.engines;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.filter.Mail;
import sigillo.message.HeaderField;
import sigillo.milter.MilterAnswer;
import sigillo.milter.MilterCommand;
import sigillo.milter.MilterCommand.Family;
import sigillo.milter.MilterLimits;
import sigillo.milter.MilterOptions;

/**
 * Tells a milter of one message, as if it came in just now: the message is here whole already, so nothing that it says
 * can change what came before, and one that takes no recipient at all takes no message.
 */
final class MilterConversation {
    /** What came of it: how the last step was answered, and what it wants to be changed. */
    record End(MilterAnswer last, List<MilterAnswer> wishes, boolean isForSomeOnly) {}

    /** What may be changed here: its header, and where it lies. */
    static final int OFFERED = MilterOptions.ADD_HEADERS | MilterOptions.CHANGE_HEADERS | MilterOptions.QUARANTINE;
    /** What a milter may leave out, or not answer. */
    static final int STEPS_OFFERED = 0x1F_FFFF & ~0x800; // all but RCPT_REJ: nobody was refused of whom it would be told

    private final MilterTalk talk;
    private final Mail mail;
    private final MilterMacros macros;
    private final List<MilterAnswer> wishes = new ArrayList<>();
    private long wishedOctets;
    private MilterOptions agreed;
    private int refusedRecipients;

    MilterConversation(MilterTalk talk, Mail mail, String hostname) {
        this.talk = talk;
        this.mail = mail;
        this.macros = new MilterMacros(mail, hostname);
    }

    /** Throws {@link IOException} with a sentence when the milter breaks off, or says what nobody says there. */
    End run() throws IOException {
        agree();
        var last = told();
        if (last.isEmpty()) last = Optional.of(endOfMessage());
        talk.tell(new MilterCommand.Quit());
        return new End(last.get(), wishes, refusedRecipients > 0);
    }

    private void agree() throws IOException {
        talk.tell(new MilterCommand.Negotiate(new MilterOptions(MilterOptions.VERSION, OFFERED, STEPS_OFFERED)));
        if (!(talk.hear() instanceof MilterAnswer.Agreed(var options, _))) throw new IOException("it does not speak as milters do: it agrees to nothing");
        if (options.version() < MilterOptions.VERSION_MIN || options.version() > MilterOptions.VERSION)
            throw new IOException("it speaks version " + options.version() + " of the milter protocol");
        if ((options.steps() & ~STEPS_OFFERED) != 0) throw new IOException("it asks for steps of the milter protocol that are not there");
        agreed = options; // what it may change and was not offered is passed over: Rspamd names all it ever could
    }

    /** Each step ends with its answer, unless the milter wants none; empty when the end of the message is to be told. */
    private Optional<MilterAnswer> told() throws IOException {
        var early = step(macros.connect(), connect(), MilterOptions.NO_CONNECT, MilterOptions.SILENT_CONNECT);
        if (early.isEmpty()) early = step(macros.helo(), new MilterCommand.Helo(helo()), MilterOptions.NO_HELO, MilterOptions.SILENT_HELO);
        if (early.isEmpty()) early = envelope();
        if (early.isEmpty()) early = step(macros.data(), new MilterCommand.Data(), MilterOptions.NO_DATA, MilterOptions.SILENT_DATA);
        if (early.isEmpty()) early = header();
        return early.isEmpty() ? body() : early;
    }

    private String helo() { return mail.origin().helo().isEmpty() ? "unknown" : mail.origin().helo(); }

    private MilterCommand connect() {
        var client = mail.origin().client().map(InetAddress::getHostAddress).orElse("");
        var family = mail.origin().client().map(one -> one instanceof Inet4Address ? Family.INET : Family.INET6).orElse(Family.UNKNOWN);
        return new MilterCommand.Connect(client.isEmpty() ? "localhost" : "[" + client + "]", family, 0, client);
    }

    private Optional<MilterAnswer> envelope() throws IOException {
        var from = new MilterCommand.Mail(mail.envelope().from().toString(), List.of("SIZE=" + mail.message().length()));
        var early = step(macros.mail(), from, MilterOptions.NO_MAIL, MilterOptions.SILENT_MAIL);
        if (early.isPresent()) return early;
        MilterAnswer refusal = null;
        for (var recipient : mail.envelope().recipients()) {
            var told = new MilterCommand.Rcpt("<" + recipient.address() + ">", List.of());
            var answer = step(macros.recipient(recipient.address()), told, MilterOptions.NO_RCPT, MilterOptions.SILENT_RCPT);
            if (answer.isEmpty()) continue;
            if (!isRefusal(answer.get())) return answer;
            refusedRecipients++;
            refusal = answer.get();
        }
        return refusedRecipients == mail.envelope().recipients().size() ? Optional.ofNullable(refusal) : Optional.empty();
    }

    private static boolean isRefusal(MilterAnswer answer) {
        return answer instanceof MilterAnswer.Reject || answer instanceof MilterAnswer.TempFail || answer instanceof MilterAnswer.Reply;
    }

    private Optional<MilterAnswer> header() throws IOException {
        var header = mail.section().header();
        for (int i = 0; i < header.size(); i++) {
            var field = header.field(i);
            if (field.name().isEmpty()) continue;
            var early = step(MilterMacros.NONE, new MilterCommand.Header(field.name(), value(field)), MilterOptions.NO_HEADERS, MilterOptions.SILENT_HEADER);
            if (early.isPresent()) return early;
        }
        return step(macros.endOfHeader(), new MilterCommand.EndOfHeader(), MilterOptions.NO_END_OF_HEADER, MilterOptions.SILENT_END_OF_HEADER);
    }

    /** Octets as they are, folds as LF, as Sendmail and Postfix pass them on. */
    private String value(HeaderField field) {
        var whole = new String(field.octets(), StandardCharsets.ISO_8859_1);
        var value = whole.substring(whole.indexOf(':') + 1).replace("\r\n", "\n").replaceFirst("\n$", "");
        if (agreed.leavesOut(MilterOptions.LEADING_SPACE)) return value;
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    private Optional<MilterAnswer> body() throws IOException {
        if (agreed.leavesOut(MilterOptions.NO_BODY)) return Optional.empty();
        Octets body = mail.message().slice(mail.section().bodyStart(), mail.message().length());
        for (long at = 0; at < body.length(); at += MilterLimits.CHUNK) {
            var piece = Bytes.wrap(body.bytes(at, at + MilterLimits.CHUNK, MilterLimits.CHUNK));
            var early = step(MilterMacros.NONE, new MilterCommand.Body(piece), MilterOptions.NO_BODY, MilterOptions.SILENT_BODY);
            if (early.filter(answer -> answer instanceof MilterAnswer.Skip).isPresent()) return Optional.empty();
            if (early.isPresent()) return early;
        }
        return Optional.empty();
    }

    private Optional<MilterAnswer> step(MilterCommand.Macros known, MilterCommand command, int leftOut, int silent) throws IOException {
        if (agreed.leavesOut(leftOut)) return Optional.empty();
        if (!known.values().isEmpty()) talk.tell(known);
        talk.tell(command);
        if (agreed.leavesOut(silent)) return Optional.empty();
        var answer = last();
        return answer instanceof MilterAnswer.Continue ? Optional.empty() : Optional.of(answer);
    }

    private MilterAnswer endOfMessage() throws IOException {
        talk.tell(macros.endOfMessage());
        talk.tell(new MilterCommand.EndOfMessage(Bytes.EMPTY));
        return last();
    }

    /** The answer that ends the step; what it wishes before that is kept. */
    private MilterAnswer last() throws IOException {
        for (int i = 0; i < EngineLimits.MILTER_WISHES_MAX; i++) {
            var answer = talk.hear();
            if (answer instanceof MilterAnswer.Agreed) throw new IOException("it does not speak as milters do: it agrees again");
            if (answer.isLast()) return answer;
            if (!(answer instanceof MilterAnswer.Progress)) keep(answer);
        }
        throw new IOException("it wants too much to be changed");
    }

    private void keep(MilterAnswer wish) throws IOException {
        wishedOctets += switch (wish) {
            case MilterAnswer.AddHeader(var name, var value) -> name.length() + value.length();
            case MilterAnswer.InsertHeader(_, var name, var value) -> name.length() + value.length();
            case MilterAnswer.ChangeHeader(_, var name, var value) -> name.length() + value.length();
            default -> 0;
        };
        if (wishes.size() >= EngineLimits.MILTER_WISHES_MAX || wishedOctets > EngineLimits.MILTER_WISHES_OCTETS_MAX)
            throw new IOException("it wants too much to be changed");
        boolean isOffered = wish instanceof MilterAnswer.AddHeader || wish instanceof MilterAnswer.InsertHeader
            || wish instanceof MilterAnswer.ChangeHeader || wish instanceof MilterAnswer.Quarantine;
        if (isOffered) wishes.add(wish);
    }
}
