package sigillo.jmapd;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.account.Account;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Email;
import sigillo.account.EmailChange;
import sigillo.account.EmailChanged;
import sigillo.account.EmailId;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;
import sigillo.base.Octets;
import sigillo.jmap.Arguments;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.snooze.Snoozes;
import sigillo.spool.Spool;
import tools.jackson.databind.node.ObjectNode;

/**
 * Email/set and Email/import: RFC 8621 sections 4.6 and 4.8. Keywords and mailboxes of one Email change in one commit; one
 * that cannot be put aside after that is as it was.
 */
final class EmailSet implements Setting.Type {
    /** RFC 8621 section 4.8: its answer is one of {@code /set} without these. */
    private static final List<String> NOT_OF_IMPORT = List.of("updated", "destroyed", "notUpdated", "notDestroyed");

    /** RFC 8621 section 4.6: all else stays as it came. */
    private static final Set<String> OF_CLIENT = Set.of("keywords", "mailboxIds", EmailGet.SNOOZED);

    private final Call call;
    private final Account account;
    private final Spool spool;
    private final Snoozes snoozes;
    private final EmailGet get;
    private final Instant now;

    private EmailSet(Call call, Spool spool, Snoozes snoozes, EmailGet get, Instant now) {
        this.call = call;
        this.account = call.caller().account();
        this.spool = spool;
        this.snoozes = snoozes;
        this.get = get;
        this.now = now;
    }

    static ObjectNode answer(Call call, Spool spool, Snoozes snoozes, EmailGet get, Instant now)
            throws MethodError, IOException {
        var state = Setting.state(StateType.EMAIL, call.account());
        state.check(call);
        var wanted = Setting.Wanted.of(call);
        call.arguments().end();
        return Setting.run(call, wanted, new EmailSet(call, spool, snoozes, get, now), state);
    }

    // ---- RFC 8621 section 4.6 ----

    @Override public ObjectNode create(Arguments properties) throws SetError, MethodError, IOException {
        var into = mailboxes(properties);
        var keywords = keywords(properties);
        var receivedAt = properties.utcDate("receivedAt").orElse(now);
        try (var composed = Composer.compose(properties, call, spool, now)) {
            return deposit(composed, into, keywords, receivedAt);
        }
    }

    private ObjectNode deposit(Octets message, Set<MailboxId> into, Set<Keyword> keywords,
        Instant receivedAt) throws SetError {
        return switch (account.deposit(new Deposit(message, List.copyOf(into), keywords, false, receivedAt,
            Optional.empty()))) {
            case Deposited.Kept(var email) -> {
                if (!email.keywords().containsAll(keywords)) {
                    destroy(email);
                    throw SetError.of("tooManyKeywords", "There are too many in this account");
                }
                yield JsonText.object().put("id", email.id().toString())
                    .put("blobId", BlobName.of(email.id()).toString())
                    .put("threadId", email.thread().toString()).put("size", email.size());
            }
            case Deposited.AlreadyThere() -> throw SetError.of("alreadyExists", "It is there already");
            case Deposited.NoSuchMailbox _ -> throw SetError.invalid("mailboxIds", "has what is no mailbox");
            case Deposited.OverQuota _ -> throw SetError.of("overQuota", "The account is full");
            case Deposited.OverLimit(var why) -> throw SetError.of("tooManyMailboxes", why);
        };
    }

    private Set<MailboxId> mailboxes(Arguments properties) throws SetError {
        var into = EmailPatch.mailboxes(properties.value("mailboxIds").orElse(null), call::resolved)
            .orElseThrow(() -> SetError.invalid("mailboxIds", "is missing"));
        for (var one : into) if (account.mailbox(one).isEmpty()) throw SetError
            .invalid("mailboxIds", "has what is no mailbox");
        return into;
    }

    private static Set<Keyword> keywords(Arguments properties) throws SetError {
        return EmailPatch.keywords(properties.value("keywords").orElse(null)).orElse(Set.of());
    }

    @Override public void update(String id, ObjectNode whole) throws SetError, MethodError, IOException {
        var email = email(id);
        var said = new Fixed(name -> !OF_CLIENT.contains(name), names -> get.now(call, email, names)).without(whole);
        var snooze = Optional.ofNullable(said.get(EmailGet.SNOOZED));
        var until = snooze.isPresent() && !snooze.get().isNull() ? Optional.of(until(said)) : Optional.<Instant>empty();
        var patch = EmailPatch.parse(without(said, EmailGet.SNOOZED), call::resolved);
        var before = places(email);
        var after = patch.mailboxesAfter(before);
        if (after.isEmpty()) throw SetError.invalid("mailboxIds", "would be empty");
        for (var one : after) {
            if (!before.contains(one) && account.mailbox(one).isEmpty()) throw SetError
                .invalid("mailboxIds", "has what is no mailbox");
        }
        var change = EmailChange.between(email.keywords(), patch.keywordsAfter(email.keywords()), before, after);
        if (!change.isNothing()) change(email, change);
        if (snooze.isPresent()) snooze(email, until, change);
    }

    private static ObjectNode without(ObjectNode said, String name) {
        if (!said.has(name)) return said;
        var rest = said.deepCopy();
        rest.remove(name);
        return rest;
    }

    private Instant until(ObjectNode said) throws SetError, MethodError {
        if (!(said.get(EmailGet.SNOOZED) instanceof ObjectNode object)) throw SetError
            .invalid(EmailGet.SNOOZED, "is neither null nor an object");
        var properties = Arguments.of(object, EmailGet.SNOOZED);
        var until = properties.utcDate("until").orElseThrow(() -> properties.wrong("until", "is missing"));
        properties.end();
        boolean isToCome = until.isAfter(now) && until.isBefore(now.plus(Snoozes.AHEAD_MAX));
        if (!isToCome) throw properties.wrong("until", "is past, or too far ahead");
        return until;
    }

    /** RFC 8620 section 5.3: what cannot be done whole is not done in part. */
    private void snooze(Email email, Optional<Instant> until, EmailChange before) throws SetError {
        try {
            if (until.isPresent()) snooze(email, until.get());
            else if (!snoozes.wake(account, email.id())) throw SetError.of("overQuota", "It can come into no mailbox now");
        } catch (SetError why) {
            if (!before.isNothing()) account.change(email.id(), before.reversed());
            throw why;
        }
    }

    private void snooze(Email email, Instant until) throws SetError {
        switch (snoozes.snooze(account, email.id(), until)) {
            case DONE -> { }
            case GONE -> throw SetError.notFound();
            case TOO_MANY -> throw SetError.of("overQuota", "More than " + Snoozes.SNOOZED_MAX + " are away");
            case REFUSED -> throw SetError.of("overQuota", "It cannot come into the mailbox " + Snoozes.MAILBOX);
            case NO_MAILBOX -> throw SetError.of("overQuota", "There is no mailbox " + Snoozes.MAILBOX + ", and none can be made");
        }
    }

    private void change(Email email, EmailChange change) throws SetError {
        switch (account.change(email.id(), change)) {
            case EmailChanged.Done() -> { }
            case EmailChanged.Gone() -> throw SetError.of("stateMismatch", "Others have moved it meanwhile");
            case EmailChanged.NoSuchMailbox() -> throw SetError.invalid("mailboxIds", "has what is no mailbox");
            case EmailChanged.OverLimit(var why) -> throw SetError.of("tooManyMailboxes", why);
            case EmailChanged.TooManyKeywords() -> throw SetError.of("tooManyKeywords", "There are too many in this account");
        }
    }

    @Override public void destroy(String id) throws SetError { destroy(email(id)); }

    private void destroy(Email email) {
        for (var place : email.memberships()) account.remove(place.mailbox(), UidSet.of(place.uid()));
    }

    private Email email(String id) throws SetError {
        return EmailId.parse(id).flatMap(account::email).filter(one -> !one.memberships().isEmpty())
            .orElseThrow(SetError::notFound);
    }

    private static Set<MailboxId> places(Email email) {
        return email.memberships().stream().map(Email.Membership::mailbox).collect(Collectors.toSet());
    }

    // ---- RFC 8621 section 4.8 ----

    static ObjectNode imported(Call call, Instant now) throws MethodError, IOException {
        var state = Setting.state(StateType.EMAIL, call.account());
        state.check(call);
        if (call.arguments().object("emails").isEmpty()) throw call.arguments().wrong("emails", "is missing");
        var emails = call.arguments().objects("emails");
        call.arguments().end();
        if (emails.size() > JmapLimits.OBJECTS_IN_SET_MAX) throw MethodError.of("requestTooLarge", "Too many at once");
        return Setting.run(call, new Setting.Wanted(emails, Map.of(), Set.of()),
            new Importing(new EmailSet(call, null, null, null, now)), state).without(NOT_OF_IMPORT);
    }

    private record Importing(EmailSet set) implements Setting.Type {
        @Override public ObjectNode create(Arguments properties) throws SetError, MethodError, IOException {
            var blob = properties.textThatIs("blobId");
            var into = set.mailboxes(properties);
            var keywords = keywords(properties);
            var receivedAt = properties.utcDate("receivedAt").orElse(set.now);
            properties.end();
            var octets = set.call.caller().blobs().octets(set.call.resolved(blob), set.call.budget());
            if (octets.isEmpty()) throw SetError.invalid("blobId", "is of no blob");
            if (!EmailParse.isMessage(octets.get())) throw SetError.of("invalidEmail", "The blob is no message");
            return set.deposit(octets.get(), into, keywords, receivedAt);
        }

        @Override public void update(String id, ObjectNode patch) throws SetError { throw SetError.notFound(); }

        @Override public void destroy(String id) throws SetError { throw SetError.notFound(); }
    }
}
