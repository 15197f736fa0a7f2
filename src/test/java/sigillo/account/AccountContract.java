package sigillo.account;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.keyring.TestSeal;
import sigillo.store.Store;

/**
 * What the contracts of an account need: an empty store at the start of each test, and short words for what they do.
 */
public interface AccountContract {
    AccountId ANNA = new AccountId("anna");
    Bytes HASH_KEY = Bytes.wrap(new byte[32]);
    Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    Store store();

    /** Stands still until a test moves it. */
    final class Clock implements InstantSource {
        private Instant now = NOON;

        @Override public Instant instant() { return now; }

        void pass(Duration time) { now = now.plus(time); }
    }

    default Accounts accounts() { return accounts(new Clock()); }

    default Accounts accounts(InstantSource clock) { return new Accounts(store(), TestSeal.over(store(), clock), HASH_KEY, clock); }

    default Account anna() { return accounts().create(ANNA); }

    /** Anna's account on a store, where no contract is at work. */
    static Account account(Store store) { return account(store, Quotas.NONE); }

    static Account account(Store store, Quotas quotas) {
        var clock = new Clock();
        return new Accounts(store, TestSeal.over(store, clock), HASH_KEY, clock, UndeleteSettings.NONE, quotas).create(ANNA);
    }

    static Mailbox inbox(Account account) { return account.mailbox(Role.INBOX).orElseThrow(); }

    /** As it is now. */
    static Mailbox now(Account account, Mailbox mailbox) { return account.mailbox(mailbox.id()).orElseThrow(); }

    static Mailbox make(Account account, String path) {
        return ((MailboxAnswer.Done) account.create(path, Optional.empty())).mailbox();
    }

    static Octets message(String subject) {
        return octets("Message-ID: <" + subject.replace(' ', '.')
            + "@sender.example>\r\nFrom: Carl <carl@sender.example>\r\n"
            + "To: anna@sigillo.test\r\nSubject: " + subject + "\r\n\r\nText of " + subject + ".\r\n");
    }

    static Octets octets(String text) { return Octets.of(text.getBytes(StandardCharsets.UTF_8)); }

    static Email deposit(Account account, Mailbox into, String subject, Keyword... keywords) {
        return kept(account.deposit(new Deposit(message(subject), List.of(into.id()), Set.of(keywords), false, NOON,
            Optional.empty())));
    }

    static Email kept(Deposited deposited) { return ((Deposited.Kept) deposited).email(); }

    static Keyword keyword(String name) { return new Keyword(name); }

    static FlagChange add(Keyword... keywords) { return change(FlagChange.Mode.ADD, false, keywords); }

    static FlagChange remove(Keyword... keywords) { return change(FlagChange.Mode.REMOVE, false, keywords); }

    static FlagChange replace(Keyword... keywords) { return change(FlagChange.Mode.REPLACE, false, keywords); }

    static FlagChange addDeleted() { return change(FlagChange.Mode.ADD, true); }

    static FlagChange change(FlagChange.Mode mode, boolean deleted, Keyword... keywords) {
        return new FlagChange(mode, Set.of(keywords), deleted, Optional.empty());
    }

    /** Single UIDs, in any order. */
    static UidSet uids(long... uids) {
        return new UidSet(new TreeSet<>(LongStream.of(uids).boxed().toList()).stream().map(u -> new UidSet.Range(u, u))
            .toList());
    }

    static List<Long> uidsOf(Account account, Mailbox mailbox) {
        return all(account.uids(mailbox.id()));
    }

    static List<Long> all(UidList uids) {
        return java.util.stream.IntStream.rangeClosed(1, uids.size()).mapToObj(uids::uid).toList();
    }

    static Entry entry(Account account, Mailbox mailbox, long uid) {
        return account.entry(mailbox.id(), uid).orElseThrow();
    }

    static List<Copied.Pair> pairs(Copied copied) { return ((Copied.Done) copied).pairs(); }

    static MailboxChanges.Known known(MailboxChanges changes) { return (MailboxChanges.Known) changes; }

    static void assertSound(Account account) {
        Assertions.assertEquals(List.of(), account.verify().faults());
    }
}
