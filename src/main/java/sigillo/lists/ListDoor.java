package sigillo.lists;

import java.util.Optional;
import sigillo.base.Address;
import sigillo.lists.Lists.Joined;

/** What is done by links in mail and at pages, whoever comes: what the link shows is all that is asked. Any thread. */
public final class ListDoor {
    private final Lists lists;
    private final ListLetters letters;

    public ListDoor(Lists lists, ListLetters letters) {
        this.lists = lists;
        this.letters = letters;
    }

    public Optional<MailList> list(Address address) { return lists.list(address); }

    /** Whether it was sent, and who is on the list, nobody learns here. */
    public void ask(MailList list, Address address) { letters.ask(list, address); }

    /** False: the link is not one of ours, or too old, or the list is full. */
    public boolean confirm(MailList list, Address address, String token) {
        if (!lists.isAnswer(token, list, address)) return false;
        var joined = lists.join(list, address);
        if (joined == Joined.DONE) lists.member(list, address).ifPresent(member -> letters.welcome(list, member));
        return joined != Joined.FULL;
    }

    public boolean isLeave(MailList list, long number, String token) { return lists.isToken(token, "leave", list, number + ""); }

    /** RFC 8058 section 3.2; also for who has left before. False: the link is not one of ours. */
    public boolean leave(MailList list, long number, String token) {
        if (!isLeave(list, number, token)) return false;
        lists.leave(list, number);
        return true;
    }
}
