package sigillo.jmapd;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.account.Deposited;
import sigillo.account.EmailId;
import sigillo.base.Octets;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.Message;
import sigillo.message.MessageLimits;
import sigillo.pgpmime.PgpStructure;
import tools.jackson.databind.node.ObjectNode;

/**
 * Email/exchange, of our own: what was uploaded takes the place of an Email, in one commit; so a browser encrypts the
 * mail that was there before level L2, or decrypts it on the way back, and a stop loses and doubles nothing. At
 * level L2 nothing in clear is taken: another browser may not have heard yet that its owner is there. docs/jmap.md.
 */
final class EmailExchange {
    private final Predicate<AccountId> isZeroAccess;

    /** {@code isZeroAccess}: who is at level L2. */
    EmailExchange(Predicate<AccountId> isZeroAccess) { this.isZeroAccess = isZeroAccess; }

    ObjectNode answer(Call call) throws MethodError, IOException {
        var account = call.account();
        var id = call.resolved(call.arguments().textThatIs("emailId"));
        var blob = call.resolved(call.arguments().textThatIs("blobId"));
        call.arguments().end();
        var answer = call.answer().put("emailId", id);
        try {
            var email = EmailId.parse(id).flatMap(account::email).orElseThrow(SetError::notFound);
            var before = account.content(email.id()).orElseThrow(SetError::notFound);
            var content = content(call, blob);
            sameMessage(call, before, content);
            if (isZeroAccess.test(account.id())) encrypted(call, content);
            var done = account.exchange(email.id(), content).orElseThrow(SetError::notFound);
            return answer.set("exchanged", shown(done));
        } catch (SetError why) {
            return answer.set("notExchanged", why.json());
        }
    }

    private static Octets content(Call call, String blob) throws SetError, MethodError, IOException {
        var octets = call.caller().blobs().octets(blob, call.budget());
        if (octets.isEmpty()) throw SetError.blobNotFound(blob);
        if (!EmailParse.isMessage(octets.get())) throw SetError.of("invalidEmail", "The blob is no message");
        return octets.get();
    }

    /** A client that takes one for another would destroy it. */
    private static void sameMessage(Call call, Octets before, Octets after) throws SetError, MethodError, IOException {
        call.budget().read(Math.min(before.length(), MessageLimits.DEFAULT.headerOctetsMax()));
        if (ids(before).equals(ids(after))) return;
        throw SetError.of("invalidEmail", "It is another message: its Message-ID is not the same");
    }

    /** RFC 3156 section 4. To whom it is encrypted the server does not ask here. */
    private static void encrypted(Call call, Octets content) throws SetError, MethodError, IOException {
        call.budget().read(content.length());
        if (PgpStructure.of(Message.parse(content).root()) instanceof PgpStructure.Encrypted) return;
        throw SetError.of("forbidden", "At level L2 only what is encrypted takes the place of an Email");
    }

    private static Optional<List<String>> ids(Octets message) throws IOException {
        return HeaderSection.read(message, MessageLimits.DEFAULT).header().first("Message-ID")
            .map(HeaderField::messageIds);
    }

    private static ObjectNode shown(Deposited done) throws SetError {
        return switch (done) {
            case Deposited.Kept(var email) -> JsonText.object().put("id", email.id().toString())
                .put("blobId", BlobName.of(email.id()).toString()).put("threadId", email.thread().toString())
                .put("size", email.size());
            case Deposited.OverQuota _ -> throw SetError.of("overQuota", "The account is full");
            case Deposited.OverLimit(var why) -> throw SetError.of("tooManyMailboxes", why);
            case Deposited.NoSuchMailbox _, Deposited.AlreadyThere _ -> throw SetError.notFound();
        };
    }
}
