package sigillo.popd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.account.Entry;
import sigillo.account.MailboxId;
import sigillo.account.Maildrop;
import sigillo.account.Uidl;
import sigillo.account.UidSet;

/** The inbox as it was when the session began, and which of its messages are marked as deleted. One thread. */
final class OpenDrop {
    private final Account account;
    private final MailboxId inbox;
    private final Maildrop messages;
    private final BitSet deleted = new BitSet();
    private long deletedOctets;

    OpenDrop(Account account, MailboxId inbox) {
        this.account = account;
        this.inbox = inbox;
        this.messages = account.maildrop(inbox);
    }

    MailboxId inbox() { return inbox; }

    /** Without those that are deleted, as all that follows: RFC 1939 section 5. */
    int count() { return messages.count() - deleted.cardinality(); }

    long octets() { return messages.octets() - deletedOctets; }

    IntStream numbers() { return IntStream.rangeClosed(1, messages.count()).filter(number -> !deleted.get(number)); }

    boolean has(int number) { return number >= 1 && number <= messages.count(); }

    boolean isDeleted(int number) { return deleted.get(number); }

    long size(int number) { return messages.size(number); }

    void delete(int number) {
        deleted.set(number);
        deletedOctets += messages.size(number);
    }

    void undeleteAll() {
        deleted.clear();
        deletedOctets = 0;
    }

    /** Empty when it was removed meanwhile. */
    Optional<EmailId> email(int number) { return account.entry(inbox, messages.uid(number)).map(Entry::email); }

    String name(int number) {
        long uid = messages.uid(number);
        var found = new Uidl[] {account.popNameOfGone(uid)};
        account.popNames(inbox, UidSet.of(uid), (_, name) -> {
            found[0] = name;
            return false;
        });
        return found[0].text();
    }

    interface NamedVisitor {
        void visit(int number, String name) throws IOException;
    }

    /** All that are not deleted; read by pages, so that nothing grows with the mailbox. */
    void names(NamedVisitor visitor) throws IOException {
        var run = new NameRun(visitor);
        account.popNames(inbox, UidSet.ALL, run::found);
        run.end();
    }

    /** Walks the list beside the mailbox, which may have lost some meanwhile and got others. */
    private final class NameRun {
        private final NamedVisitor visitor;
        private int next = 1;
        private IOException failure;

        NameRun(NamedVisitor visitor) { this.visitor = visitor; }

        boolean found(long uid, Uidl name) {
            try {
                while (has(next) && messages.uid(next) < uid) tell(account.popNameOfGone(messages.uid(next)));
                if (has(next) && messages.uid(next) == uid) tell(name);
                return has(next);
            } catch (IOException e) {
                failure = e;
                return false;
            }
        }

        private void tell(Uidl name) throws IOException {
            int number = next++;
            if (!isDeleted(number)) visitor.visit(number, name.text());
        }

        void end() throws IOException {
            if (failure != null) throw failure;
            while (has(next)) tell(account.popNameOfGone(messages.uid(next)));
        }
    }

    /** Those that are deleted, from that number on, so many at most. */
    List<Integer> deletedFrom(int number, int max) {
        var some = new ArrayList<Integer>();
        for (int next = deleted.nextSetBit(number); next >= 0 && some.size() < max; next = deleted.nextSetBit(next + 1)) some.add(next);
        return some;
    }

    UidSet uids(List<Integer> numbers) {
        var ranges = new ArrayList<UidSet.Range>();
        for (int number : numbers) {
            long uid = messages.uid(number);
            boolean joins = !ranges.isEmpty() && ranges.getLast().last() == uid - 1;
            if (joins) ranges.set(ranges.size() - 1, new UidSet.Range(ranges.getLast().first(), uid));
            else ranges.add(new UidSet.Range(uid, uid));
        }
        return new UidSet(ranges);
    }
}
