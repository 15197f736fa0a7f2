package sigillo.jmapd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.identities.Identity;
import sigillo.jmap.Arguments;
import sigillo.jmap.Ids;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.Message;
import sigillo.message.MessageBody;
import sigillo.message.MessageWriter;
import sigillo.message.NamedAddress;
import sigillo.message.Parameter;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.spool.Spool;
import sigillo.spool.Spooled;
import sigillo.store.StoreException;
import sigillo.submission.Sent;
import sigillo.submission.Submission;
import sigillo.trace.TraceId;
import tools.jackson.databind.node.ObjectNode;

/**
 * MDN/send: RFC 9007 section 2.1. The notification (RFC 8098) goes to whom the message asks to tell, and to nobody
 * else, from nobody, so that none answers it; once for each message, which {@code $mdnsent} says; and only when a
 * client wants it.
 */
final class MdnSend {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Keyword SENT = Keyword.parse("$mdnsent").orElseThrow();
    private static final Set<String> PROPERTIES = Set.of("forEmailId", "subject", "textBody", "includeOriginalMessage",
        "reportingUA", "disposition",
        "finalRecipient", "extensionFields");
    private static final Set<String> ACTIONS = Set.of("manual-action", "automatic-action");
    private static final Map<String, String> MODES = Map.of("mdn-sent-manually", "MDN-sent-manually",
        "mdn-sent-automatically", "MDN-sent-automatically");
    private static final Set<String> TYPES = Set.of("deleted", "dispatched", "displayed", "processed");
    /** Types of addresses that are those of mail: RFC 8098 section 3.2.4, RFC 6533 section 3. */
    private static final Set<String> MAIL = Set.of("rfc822", "utf-8");
    private static final Pattern WORDS = Pattern.compile("[ -~]{1,500}");
    private static final Pattern FIELD = Pattern.compile("[Xx]-[A-Za-z0-9-]{1,60}");
    private static final int TEXT_CHARACTERS_MAX = 16 << 10;
    private static final int FIELDS_MAX = 20;

    private final Call call;
    private final Outbox outbox;
    private final Spool spool;
    private final InstantSource clock;
    private final Identity identity;

    private MdnSend(Call call, Outbox outbox, Spool spool, InstantSource clock, Identity identity) {
        this.call = call;
        this.outbox = outbox;
        this.spool = spool;
        this.clock = clock;
        this.identity = identity;
    }

    static ObjectNode answer(Call call, Outbox outbox, Spool spool, InstantSource clock, Methods.Method emailSet)
        throws MethodError {
        var arguments = call.arguments();
        var account = call.account().id();
        var identity = outbox.identities().find(account, call.resolved(arguments.textThatIs("identityId")))
            .orElseThrow(() -> arguments.wrong("identityId", "is no identity"));
        var all = arguments.objects("send");
        var updates = arguments.objects("onSuccessUpdateEmail");
        arguments.end();
        if (all.size() > JmapLimits.OBJECTS_IN_SET_MAX) throw MethodError.of("requestTooLarge", "Too many at once");
        for (var id : all.keySet()) if (!Ids.isId(id)) throw arguments.wrong("send", "has what is no Id");
        var send = new MdnSend(call, outbox, spool, clock, identity);
        var sent = JsonText.object();
        var notSent = JsonText.object();
        var update = JsonText.object();
        for (var one : all.entrySet()) {
            try {
                var email = send.send(one.getValue(), sent.putObject(one.getKey()));
                Optional.ofNullable(updates.get("#" + one.getKey()))
                    .ifPresent(patch -> update.set(email.toString(), patch));
            } catch (SetError why) {
                sent.remove(one.getKey());
                notSent.set(one.getKey(), why.json());
            } catch (MethodError why) {
                sent.remove(one.getKey());
                notSent.set(one.getKey(), SetError.invalid(why).json());
            } catch (StoreException | IOException | UncheckedIOException | IllegalStateException why) {
                sent.remove(one.getKey()); // those before it are sent, and are told
                notSent.set(one.getKey(), SetError.of("serverFail", Calls.told(call, why)).json());
            }
        }
        if (!update.isEmpty()) follow(call, update, emailSet);
        var answer = call.answer();
        answer.set("sent", sent.isEmpty() ? JsonText.nothing() : sent);
        answer.set("notSent", notSent.isEmpty() ? JsonText.nothing() : notSent);
        return answer;
    }

    /** What fails in it is told of it alone: the notifications are sent. */
    private static void follow(Call call, ObjectNode update, Methods.Method emailSet) {
        var arguments = JsonText.object().put("accountId", call.caller().accountId());
        arguments.set("update", update);
        call.also().add(Calls.answer("Email/set", emailSet, call.with(arguments)));
    }

    // ---- one ----

    /** {@code shown}: gets what the client does not know of it. */
    private EmailId send(ObjectNode said, ObjectNode shown) throws SetError, MethodError, IOException {
        var properties = Arguments.of(said);
        for (var name : properties.names()) if (!PROPERTIES.contains(name)) throw SetError.invalid(name,
            "cannot be set");
        var email = email(properties);
        if (email.keywords().contains(SENT)) throw SetError.of("mdnAlreadySent",
            "A notification was sent for this Email already");
        var original = call.caller().account().content(email.id()).orElseThrow(SetError::notFound);
        call.budget().read(original.length());
        var header = Message.parse(original).header();
        var to = asks(header);
        check(to);
        var body = body(properties, header, original, shown);
        var subject = properties.text("subject")
            .orElse("Read: " + header.first("Subject").map(field -> field.text().strip()).orElse(""));
        try (var message = written(to, subject, body)) {
            send(email, to, message);
        }
        return email.id();
    }

    /** As of all mail that is submitted. */
    private void check(Address to) throws SetError {
        var user = call.caller().user();
        var refused = outbox.submission().refusal(user);
        if (refused.isPresent()) throw SetError.of("rateLimit", refused.get().text());
        if (!SubmissionSet.isReached(outbox, user, to, Optional.empty())) throw SetError.of("forbidden",
            "Nothing can be sent to who asks for it");
    }

    private void send(Email email, Address to, Spooled message) throws SetError {
        if (message.length() > outbox.messageOctetsMax()) throw SetError.of("tooLarge", "It is too large to be sent");
        mark(email, FlagChange.Mode.ADD);
        boolean mayBeSent = false;
        try {
            var sent = submitted(to, message);
            mayBeSent = !(sent instanceof Sent.Refused(var why, _)) || why == Sent.Why.DOUBT;
            refuse(sent);
        } finally {
            if (!mayBeSent) mark(email, FlagChange.Mode.REMOVE);
        }
    }

    private static void refuse(Sent sent) throws SetError {
        if (sent instanceof Sent.Refused(var why, var reply)) throw switch (why) {
            case MALFORMED -> SetError.of("invalidProperties", reply.text());
            case SENDER, AUTHOR -> SetError.of("forbiddenFrom", reply.text());
            case LATER -> SetError.of("rateLimit", reply.text());
            case TROUBLE -> SetError.of("serverFail", reply.text());
            case DOUBT -> SetError.of("serverPartialFail", "It may be sent: none is sent again");
        };
    }

    private Email email(Arguments properties) throws SetError, MethodError {
        var id = call.resolved(properties.textThatIs("forEmailId"));
        return EmailId.parse(id).flatMap(call.caller().account()::email).filter(one -> !one.memberships().isEmpty())
            .orElseThrow(SetError::notFound);
    }

    /** RFC 8098 section 2: who is to be told; nobody where it is not asked, or wants more than we can say. */
    private static Address asks(Header header) throws SetError {
        var to = header.all("Disposition-Notification-To");
        var addresses = to.size() == 1 ? to.getFirst().addresses().addresses() : List.<Address>of();
        if (addresses.size() != 1) throw SetError.invalid("forEmailId",
            "does not ask for a notification to one address");
        boolean wantsMore = header.all("Disposition-Notification-Options").stream()
            .anyMatch(one -> one.raw().toLowerCase(Locale.ROOT).contains("required"));
        if (wantsMore) throw SetError.invalid("forEmailId", "asks for a notification that is not known here");
        return addresses.getFirst();
    }

    /** At first, so that two who ask at once send one. */
    private void mark(Email email, FlagChange.Mode mode) throws SetError {
        var at = email.memberships().getFirst();
        var account = call.caller().account();
        boolean isFirst = mode == FlagChange.Mode.ADD;
        var changed = account.flags(at.mailbox(), UidSet.of(at.uid()), new FlagChange(mode, Set.of(SENT), false,
            isFirst ? Optional.of(at.modSeq()) : Optional.empty()));
        if (!changed.refused().isEmpty()) throw SetError.of("stateMismatch",
            "Others have changed it meanwhile: look whether one was sent");
        boolean isMarked = account.email(email.id()).map(one -> one.keywords().contains(SENT)).orElse(false);
        if (mode == FlagChange.Mode.ADD && !isMarked) throw SetError.of("tooManyKeywords",
            "There are too many in this account");
    }

    // ---- what it says ----

    private MessageBody body(Arguments properties, Header header, Octets original, ObjectNode shown)
            throws SetError, MethodError {
        var fields = new ArrayList<Parameter>();
        words(properties.text("reportingUA"), "reportingUA")
            .ifPresent(ua -> fields.add(new Parameter("Reporting-UA", ua)));
        var originalRecipient = header.first("Original-Recipient").map(HeaderField::raw).map(String::strip)
            .filter(one -> WORDS.matcher(one).matches());
        originalRecipient.ifPresent(one -> fields.add(new Parameter("Original-Recipient", one)));
        var said = words(properties.text("finalRecipient"), "finalRecipient");
        var recipient = said.orElse("rfc822; " + identity.email());
        if (!WORDS.matcher(recipient).matches()) throw SetError.invalid("finalRecipient", "is not plain ASCII");
        checkOwn(recipient);
        fields.add(new Parameter("Final-Recipient", recipient));
        var id = header.first("Message-ID").map(HeaderField::raw).map(String::strip)
            .filter(one -> WORDS.matcher(one).matches());
        id.ifPresent(one -> fields.add(new Parameter("Original-Message-ID", one)));
        fields.add(new Parameter("Disposition", disposition(properties)));
        extensions(properties, fields);
        shown.put("finalRecipient", recipient).put("originalMessageId", id.orElse(null))
            .put("originalRecipient", originalRecipient.orElse(null))
            .putNull("mdnGateway").putNull("error");
        var text = properties.text("textBody")
            .orElse("The message was shown to its recipient. That does not mean that it was read or understood.\n\n"
            + "Il messaggio \u00e8 stato mostrato al destinatario. Ci\u00f2 non significa che sia stato letto o compreso.\n");
        if (text.length() > TEXT_CHARACTERS_MAX) throw SetError.invalid("textBody", "is too long");
        var parts = new ArrayList<MessageBody>(List.of(MessageBody.Text.plain(text),
            new MessageBody.FieldGroups("message/disposition-notification", List.of(fields))));
        if (properties.flag("includeOriginalMessage", false)) parts.add(MessageBody.Whole.message(original));
        return MessageBody.Multipart.report("disposition-notification", parts.toArray(MessageBody[]::new));
    }

    /** RFC 9007 section 2.1: nobody says what became of mail to others. RFC 8098 section 3.2.4: a type and an address. */
    private void checkOwn(String recipient) throws SetError {
        int semicolon = recipient.indexOf(';');
        if (semicolon < 0) throw SetError.invalid("finalRecipient", "is no type with an address behind a semicolon");
        boolean isMail = MAIL.contains(recipient.substring(0, semicolon).strip().toLowerCase(Locale.ROOT));
        var address = Address.parse(recipient.substring(semicolon + 1).strip());
        boolean isOwn = isMail
            && address.filter(one -> outbox.submission().maySendAs(call.caller().user(), one)).isPresent();
        if (!isOwn) throw SetError.of("forbiddenFrom", "finalRecipient is no address of this account");
    }

    /** RFC 8098 section 3.2.6. */
    private static String disposition(Arguments properties) throws SetError, MethodError {
        var said = properties.object("disposition").orElseThrow(() -> SetError.invalid("disposition", "is missing"));
        var inner = Arguments.of(said, "disposition");
        var action = inner.textThatIs("actionMode");
        var mode = MODES.get(inner.textThatIs("sendingMode"));
        var type = inner.textThatIs("type");
        inner.end();
        if (!ACTIONS.contains(action) || mode == null || !TYPES.contains(type)) throw SetError.invalid("disposition",
            "is none of RFC 8098");
        return action + "/" + mode + "; " + type;
    }

    private static void extensions(Arguments properties, List<Parameter> fields) throws SetError, MethodError {
        var said = properties.object("extensionFields");
        if (said.isEmpty()) return;
        boolean isTooMuch = said.get().size() > FIELDS_MAX;
        for (var one : said.get().properties()) {
            var value = one.getValue().isString() ? one.getValue().stringValue() : "";
            boolean isField = FIELD.matcher(one.getKey()).matches() && WORDS.matcher(value).matches();
            if (isTooMuch || !isField) throw SetError.invalid("extensionFields", "cannot be written");
            fields.add(new Parameter(one.getKey(), value));
        }
    }

    private static Optional<String> words(Optional<String> said, String property) throws SetError {
        if (said.isPresent() && !WORDS.matcher(said.get()).matches()) throw SetError.invalid(property,
            "is not plain ASCII");
        return said;
    }

    // ---- how it goes ----

    /** To be closed. */
    private Spooled written(Address to, String subject, MessageBody body) throws SetError, IOException {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        try (var out = spool.writer()) {
            new MessageWriter(RANDOM).date(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .from(NamedAddress.of(identity.details().name(), identity.email()))
                .to(NamedAddress.of("", to)).subject(subject).words("Auto-Submitted", "auto-replied")
                .messageId(HexFormat.of().formatHex(random) + "@" + identity.email().domain().name()).body(body)
                    .writeTo(new SpoolOutput(out));
            return out.finish();
        } catch (IllegalArgumentException cannotBeWritten) {
            throw SetError.of("invalidProperties", "It cannot be written: " + cannotBeWritten.getMessage());
        }
    }

    /** RFC 8098 section 3: from nobody. */
    private Sent submitted(Address to, Spooled message) {
        var user = call.caller().user();
        var origin = new Origin(Optional.empty(), "", Submission.JMAP, Optional.empty(),
            Optional.of(user.address().toString()));
        var envelope = Envelope.of(ReversePath.NULL, List.of(Recipient.of(to)));
        return outbox.submission().send(user, origin, envelope, message, TraceId.fresh(), Optional.empty());
    }

    private static final class SpoolOutput extends java.io.OutputStream {
        private final sigillo.spool.SpoolWriter out;

        SpoolOutput(sigillo.spool.SpoolWriter out) { this.out = out; }

        @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

        @Override public void write(byte[] from, int offset, int count) throws IOException {
            out.write(from, offset, count);
        }
    }
}
