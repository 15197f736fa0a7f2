package sigillo.jmapd;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.account.Account;
import sigillo.account.Copied;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.account.FlagChange;
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
 * Email/set and Email/import: RFC 8621 sections 4.6 and 4.8. Keywords and mailboxes of one Email change in commits of
 * their own: it comes into mailboxes first, and then out of others, so that it is never nowhere.
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
        change(email, patch.keywordsAfter(email.keywords()), before, after);
        boolean isAwake = snooze.isEmpty() || until.isPresent() || snoozes.wake(account, email.id());
        if (!isAwake) throw SetError.of("overQuota", "It can come into no mailbox now");
        if (until.isPresent()) snooze(email, until.get());
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

    private void snooze(Email email, Instant until) throws SetError {
        switch (snoozes.snooze(account, email.id(), until)) {
            case DONE -> { }
            case GONE -> throw SetError.notFound();
            case TOO_MANY -> throw SetError.of("overQuota", "More than " + Snoozes.SNOOZED_MAX + " are away");
            case REFUSED -> throw SetError.of("overQuota", "It cannot come into the mailbox " + Snoozes.MAILBOX);
            case NO_MAILBOX -> throw SetError.of("overQuota", "There is no mailbox " + Snoozes.MAILBOX + ", and none can be made");
        }
    }

    /** RFC 8620 section 5.3: what cannot be done whole is not done in part. It comes into mailboxes before it goes out of others. */
    private void change(Email email, Set<Keyword> keywords, Set<MailboxId> before, Set<MailboxId> after) throws SetError {
        try {
            comeInto(email, before, after);
            mark(email, keywords);
        } catch (SetError why) {
            takeBack(email, keywords, before);
            throw why;
        }
        for (var place : email.memberships()) {
            if (!after.contains(place.mailbox())) account.remove(place.mailbox(), UidSet.of(place.uid()));
        }
    }

    /** What others have done to it meanwhile stays. */
    private void takeBack(Email email, Set<Keyword> keywords, Set<MailboxId> before) {
        var now = account.email(email.id()).filter(one -> !one.memberships().isEmpty());
        if (now.isEmpty()) return;
        boolean isElsewhere = now.get().memberships().stream().allMatch(place -> !before.contains(place.mailbox()));
        for (var place : now.get().memberships()) {
            if (!isElsewhere && !before.contains(place.mailbox())) account.remove(place.mailbox(), UidSet.of(place.uid()));
        }
        var added = new HashSet<>(keywords);
        added.removeAll(email.keywords());
        added.retainAll(now.get().keywords());
        var removed = new HashSet<>(email.keywords());
        removed.removeAll(keywords);
        removed.removeAll(now.get().keywords());
        if (!added.isEmpty()) flags(email, FlagChange.Mode.REMOVE, added);
        if (!removed.isEmpty()) flags(email, FlagChange.Mode.ADD, removed);
    }

    /** All its memberships get them. */
    private void mark(Email email, Set<Keyword> wanted) throws SetError {
        if (wanted.equals(email.keywords())) return;
        var more = new HashSet<>(wanted);
        more.removeAll(email.keywords());
        var fewer = new HashSet<>(email.keywords());
        fewer.removeAll(wanted);
        if (!more.isEmpty()) flags(email, FlagChange.Mode.ADD, more);
        if (!fewer.isEmpty()) flags(email, FlagChange.Mode.REMOVE, fewer);
        boolean isKept = account.email(email.id()).map(one -> one.keywords().containsAll(more)).orElse(true);
        if (!isKept) throw SetError.of("tooManyKeywords", "There are too many in this account");
    }

    private void flags(Email email, FlagChange.Mode mode, Set<Keyword> keywords) {
        var at = email.memberships().getFirst();
        account.flags(at.mailbox(), UidSet.of(at.uid()), new FlagChange(mode, keywords, false, Optional.empty()));
    }

    private void comeInto(Email email, Set<MailboxId> before, Set<MailboxId> after) throws SetError {
        var at = email.memberships().getFirst();
        for (var to : after) {
            if (before.contains(to)) continue;
            switch (account.copy(at.mailbox(), UidSet.of(at.uid()), to)) {
                case Copied.Done(_, var pairs) when pairs.isEmpty() -> throw SetError
                    .of("stateMismatch", "Others have moved it meanwhile");
                case Copied.Done _, Copied.Partly _ -> { }
                case Copied.NoSuchMailbox() -> throw SetError.invalid("mailboxIds", "has what is no mailbox");
                case Copied.OverLimit(var why) -> throw SetError.of("tooManyMailboxes", why);
            }
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
