package sigillo.jmapd;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.identities.Identity;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.message.Header;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.message.NamedAddress;
import sigillo.smtp.Envelope;
import sigillo.smtp.MailParameters;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpCommand;
import sigillo.smtp.SmtpParser;
import sigillo.smtp.Xtext;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who sends a message and who gets it: RFC 8621 section 7. As the client says it, or as the message does. {@code json}:
 * as it is shown to clients later. {@code hold}: what the client says of the time at which it is to leave.
 */
record SubmissionEnvelope(Envelope envelope, Optional<MailParameters.Hold> hold, ObjectNode json) {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9-]{0,63}";
    /** What stands in a command as it is. */
    private static final String PLAIN = "[!-<>-~]{1,255}";

    // ---- as the client says it ----

    static SubmissionEnvelope of(ObjectNode said) throws SetError, MethodError {
        var properties = Arguments.of(said, "envelope");
        var from = properties.object("mailFrom").orElseThrow(() -> properties.wrong("mailFrom", "is missing"));
        var to = properties.value("rcptTo").filter(one -> one.isArray())
            .orElseThrow(() -> properties.wrong("rcptTo", "is no list"));
        properties.end();
        var recipients = new LinkedHashMap<String, Recipient>();
        var wrong = new ArrayList<String>();
        for (var one : to) {
            if (!(one instanceof ObjectNode object)) throw SetError
                .invalid("envelope/rcptTo", "has what is no address");
            var email = Arguments.of(object, "envelope/rcptTo").textThatIs("email");
            var recipient = recipient(object, email);
            if (recipient.isEmpty()) wrong.add(email);
            else recipients.putIfAbsent(recipient.get().address().toString(), recipient.get());
        }
        if (!wrong.isEmpty()) throw invalidRecipients(wrong);
        var mail = mail(from);
        return new SubmissionEnvelope(envelope(mail.from(), mail.parameters(), List.copyOf(recipients.values())),
            mail.parameters().hold(), said);
    }

    /** RFC 8621 section 7.5. */
    static SetError invalidRecipients(List<String> wrong) {
        var all = JsonText.array();
        wrong.forEach(one -> all.add(Arguments.shortened(one)));
        return SetError.of("invalidRecipients", "To some of them nothing can be sent", "invalidRecipients", all);
    }

    private static Optional<Recipient> recipient(ObjectNode said, String email) throws SetError, MethodError {
        if (Address.parse(email).isEmpty()) return Optional.empty();
        var parameters = parameters(said, "envelope/rcptTo");
        return switch (SmtpParser.parse("RCPT TO:<" + email + ">" + parameters)) {
            case SmtpParser.Outcome.Ok(SmtpCommand.Rcpt(var path, var wishes)) -> Address.parse(email)
                .map(address -> new Recipient(address, wishes.notifyOn(), wishes.originalRecipient()));
            case SmtpParser.Outcome.Ok _, SmtpParser.Outcome.Bad _ -> {
                if (parameters.isEmpty()) yield Optional.empty();
                throw SetError.invalid("envelope/rcptTo", "has parameters that are none here");
            }
        };
    }

    private record Mail(ReversePath from, MailParameters parameters) {}

    private static Mail mail(ObjectNode said) throws SetError, MethodError {
        var email = Arguments.of(said, "envelope/mailFrom").textThatIs("email");
        var address = Address.parse(email);
        if (!email.isEmpty() && address.isEmpty()) throw SetError.invalid("envelope/mailFrom", "is no address");
        var line = "MAIL FROM:<" + email + ">" + parameters(said, "envelope/mailFrom");
        if (!(SmtpParser.parse(line) instanceof SmtpParser.Outcome.Ok(SmtpCommand.Mail(_, var parameters)))) {
            throw SetError.invalid("envelope/mailFrom", "has parameters that are none here");
        }
        boolean isBinary = parameters.body().filter(Envelope.Body.BINARY::equals).isPresent();
        if (isBinary) throw SetError.invalid("envelope/mailFrom", "asks for BINARYMIME, which is none here");
        return new Mail(address.map(ReversePath::of).orElse(ReversePath.NULL), parameters);
    }

    /** RFC 8621 section 7: without the encodings of SMTP. Nothing in them can be a command of its own. */
    private static String parameters(ObjectNode said, String where) throws SetError, MethodError {
        var one = Arguments.of(said, where);
        one.text("email");
        var parameters = one.object("parameters");
        one.end();
        var text = new StringBuilder();
        if (parameters.isEmpty()) return "";
        for (var parameter : parameters.get().properties()) {
            var name = parameter.getKey();
            var value = parameter.getValue();
            boolean isOne = name.matches(NAME) && (value.isNull() || value.isString());
            if (!isOne) throw SetError.invalid(where, "has what is no parameter");
            text.append(' ').append(name);
            if (!value.isNull()) text.append('=').append(encoded(name, value.stringValue(), where));
        }
        return text.toString();
    }

    private static String encoded(String name, String value, String where) throws SetError {
        if (name.equalsIgnoreCase("ENVID") || name.equalsIgnoreCase("AUTH")) return Xtext.encode(value);
        int semicolon = value.indexOf(';');
        if (name.equalsIgnoreCase("ORCPT") && semicolon > 0 && value.substring(0, semicolon).matches(PLAIN)) {
            return value.substring(0, semicolon + 1) + Xtext.encode(value.substring(semicolon + 1));
        }
        if (!value.matches(PLAIN)) throw SetError.invalid(where, "has a value that is none");
        return value;
    }

    private static Envelope envelope(ReversePath from, MailParameters parameters, List<Recipient> recipients) {
        boolean needsUtf8 = parameters.smtpUtf8() || from.sender().filter(Address::needsUtf8).isPresent()
            || recipients.stream().anyMatch(one -> one.address().needsUtf8());
        return new Envelope(from, recipients, parameters.ret(), parameters.envid(),
            parameters.body().orElse(Envelope.Body.EIGHT_BIT), needsUtf8, Optional.empty(),
            parameters.requireTls() ? Envelope.Tls.REQUIRED : Envelope.Tls.AS_USUAL);
    }

    // ---- as the message does ----

    /** RFC 8621 section 7: Sender or From, where the identity is that; To, Cc and Bcc, each address once. */
    static SubmissionEnvelope of(Octets message, Identity identity) throws IOException {
        var header = HeaderSection.read(message, MessageLimits.DEFAULT).header();
        var sender = last(header, "Sender").or(() -> last(header, "From"))
            .filter(one -> one.lookupKey().equals(identity.email().lookupKey())).orElse(identity.email());
        var recipients = new LinkedHashMap<String, Recipient>();
        for (var name : List.of("To", "Cc", "Bcc")) {
            for (var field : header.all(name)) {
                for (var one : field.addresses().flat()) {
                    one.address().ifPresent(to -> recipients.putIfAbsent(to.lookupKey(), Recipient.of(to)));
                }
            }
        }
        var json = JsonText.object();
        json.putObject("mailFrom").put("email", sender.toString()).putNull("parameters");
        var to = json.putArray("rcptTo");
        recipients.values().forEach(one -> to.addObject().put("email", one.address().toString()).putNull("parameters"));
        var envelope = envelope(ReversePath.of(sender), MailParameters.NONE, List.copyOf(recipients.values()));
        return new SubmissionEnvelope(envelope, Optional.empty(), json);
    }

    private static Optional<Address> last(Header header, String name) {
        var fields = header.all(name);
        if (fields.isEmpty()) return Optional.empty();
        return fields.getLast().addresses().flat().stream().findFirst().flatMap(NamedAddress::address);
    }

    // ---- when ----

    /** When it is to leave: as the client says, or once its owner's time for taking it back is over. */
    Instant sendAt(Instant now, Duration undo) {
        return hold.map(said -> switch (said) {
            case MailParameters.Hold.For(var time) -> now.plus(time);
            case MailParameters.Hold.Until(var time) -> time.isAfter(now) ? time : now;
        }).orElse(now.plus(undo));
    }

    Envelope heldUntil(Instant sendAt, Instant now) {
        var until = sendAt.isAfter(now) ? Optional.of(sendAt) : Optional.<Instant>empty();
        return new Envelope(envelope.from(), envelope.recipients(), envelope.ret(), envelope.envid(), envelope.body(),
            envelope.smtpUtf8(), until, envelope.tls());
    }
}
