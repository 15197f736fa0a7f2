package sigillo.learning;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.account.Account;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.account.Locked;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.account.Sorted;
import sigillo.learning.OwnModel.As;
import sigillo.message.Header;
import sigillo.message.Message;
import sigillo.spam.Classifier;
import sigillo.spam.Features;
import sigillo.spam.Look;
import sigillo.spam.Weights;
import sigillo.store.StoreException;

/**
 * What one account's classifier learns at a time: what its owner said, and for each message that he called junk some that
 * he kept, so that it learns how they differ. One thread. Throws {@link Locked} when the account is closed meanwhile.
 */
final class Lesson {
    /** {@code before}: what a classifier that has learnt nothing goes by. */
    record Example(EmailId email, Features features, double before, As as, boolean wasContrary) {
        boolean isJunk() { return as == As.JUNK; }
    }

    private final Account account;
    private final OwnModel model;
    private final Classifier before;
    private final Classifier after;
    private final List<Example> examples = new ArrayList<>();
    private final Map<EmailId, As> learnt = new HashMap<>();
    private final Told told;
    /** Of the message that was looked at last. */
    private Header lastSeen;
    private int said;

    Lesson(Account account, OwnModel model, Classifier before, Told told) {
        this.told = told;
        this.account = account;
        this.model = model;
        this.before = before;
        this.after = before.copy();
    }

    /** {@code before}: how many were learnt today; beyond the bounds of a day nothing is. */
    void said(Map<EmailId, Boolean> isJunk, int before) {
        isJunk.forEach((email, junk) -> said(email, junk ? As.JUNK : As.WANTED, before));
        if (isJunk.containsValue(false)) takenOut().forEach(email -> said(email, As.WANTED, before));
    }

    private void said(EmailId email, As as, int before) {
        if (before + said >= LearningLimits.SAID_OF_DAY_MAX) return;
        if (before + said >= LearningLimits.LEARNT_OF_DAY_MAX && model.mark(email).isEmpty()) return;
        example(email, as).ifPresent(example -> {
            learn(example);
            told.said(lastSeen, example.isJunk());
            said++;
        });
    }

    /** What was learnt as junk and lies elsewhere by now: of a large move not every message was heard. */
    private List<EmailId> takenOut() {
        var apart = Stream.of(Role.JUNK, Role.TRASH).map(account::mailboxId).flatMap(Optional::stream).toList();
        return model.junk().stream().filter(email -> account.email(email).filter(there -> isTakenOut(there, apart)).isPresent()).toList();
    }

    private static boolean isTakenOut(Email there, List<MailboxId> apart) {
        return !there.memberships().isEmpty() && !Sorted.isMarkedJunk(there.keywords())
            && there.memberships().stream().map(Email.Membership::mailbox).noneMatch(apart::contains);
    }

    private Optional<Example> example(EmailId email, As as) {
        var mark = Optional.ofNullable(learnt.get(email)).or(() -> model.mark(email));
        boolean isNew = mark.isEmpty() || (mark.get() == As.JUNK) != (as == As.JUNK);
        return isNew ? looked(email).map(look -> new Example(email, look.features(), before(look), as, mark.isPresent())) : Optional.empty();
    }

    private static double before(Look look) { return Weights.shipped().sum(look.signs()) + Weights.WITHOUT_SIGNS; }

    /** Empty for one that is gone, or large. */
    private Optional<Look> looked(EmailId email) {
        if (Thread.currentThread().isInterrupted()) throw new Locked("the server stops");
        var there = account.email(email).filter(one -> one.size() <= LearningLimits.MESSAGE_OCTETS_MAX);
        if (there.isEmpty()) return Optional.empty();
        return account.content(email).map(octets -> {
            try {
                var message = Message.parse(octets);
                if (message.root().type().is("multipart", "encrypted")) return null; // nothing of it is to be read here
                lastSeen = message.header();
                return Look.at(message, there.get().receivedAt());
            } catch (IOException unreadable) {
                throw new StoreException("a message cannot be read", unreadable);
            }
        });
    }

    private void learn(Example example) {
        if (example.wasContrary) after.relearn(example.features, example.isJunk(), example.before);
        else after.learn(example.features, example.isJunk(), example.before);
        examples.add(example);
        learnt.put(example.email, example.as);
    }

    /** Beside what was called junk. */
    void kept(Instant now) {
        long missing = LearningLimits.KEPT_FOR_EACH * after.spam() - after.wanted();
        boolean hasJunk = examples.stream().anyMatch(Example::isJunk);
        int left = hasJunk ? Math.clamp(missing, 0, LearningLimits.KEPT_MAX) : 0;
        for (var candidate : left == 0 ? List.<KeptMail.Candidate>of() : KeptMail.of(account, now)) {
            if (left == 0) break;
            if (learnt.containsKey(candidate.email()) || model.mark(candidate.email()).isPresent()) continue;
            var example = example(candidate.email(), As.KEPT);
            if (example.isEmpty() || candidate.isWeak() && isLikeJunk(example.get())) continue;
            learn(example.get());
            left--;
        }
    }

    private boolean isLikeJunk(Example one) { return after.odds(one.features, one.before) > LearningLimits.LIKE_JUNK; }

    /** Once more, one of each kind in turn, so that those that came last do not weigh most. */
    void repeat() {
        var junk = examples.stream().filter(Example::isJunk).toList();
        var others = examples.stream().filter(one -> !one.isJunk()).toList();
        for (int i = 0; i < Math.max(junk.size(), others.size()); i++) {
            if (i < others.size()) repeat(others.get(i));
            if (i < junk.size()) repeat(junk.get(i));
        }
    }

    private void repeat(Example one) { after.repeat(one.features, one.isJunk(), one.before); }

    void keep(Instant now) {
        if (!learnt.isEmpty()) model.keep(before, after, learnt, said, now);
    }

    List<Example> examples() { return examples; }
}
